/** Uploads in parts that rows of photos name and that may still hold parts: a photo with a final key came as a whole. */
export function unfinishedUploadsOf(
  rows: Iterable<{ incomingKey: string; uploadId: string | null; finalKey?: string | null }>,
): { key: string; uploadId: string }[] {
  const uploads: { key: string; uploadId: string }[] = []
  for (const { incomingKey, uploadId, finalKey = null } of rows)
    if (uploadId !== null && finalKey === null) uploads.push({ key: incomingKey, uploadId })
  return uploads
}
