/** Wider or higher pictures are made smaller when compressed. What clients do exactly is «unconfirmed». */
const LONGEST_SIDE = 2_560
const QUALITY = 0.8

/** A smaller JPEG of the picture, or the file itself where that would not be smaller or it is no picture. */
export async function compressPicked(file: File): Promise<File> {
  // A browser that cannot decode the file leaves it as it is, and so does a phone.
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return file
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const blob = await toJpeg({ bitmap, width: bitmap.width * scale, height: bitmap.height * scale, quality: QUALITY })
  return blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '.jpg')) : file
}

/** @param quality 0 to 1 */
export function toJpeg({
  bitmap,
  width,
  height,
  quality,
}: {
  bitmap: ImageBitmap
  width: number
  height: number
  quality: number
}): Promise<Blob> {
  const canvas = new OffscreenCanvas(Math.round(width), Math.round(height))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}
