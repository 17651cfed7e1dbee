/**
 * Reads the answer to `?imageInfo`, in which every value is a string.
 *
 * @returns undefined where it is no such answer
 * @see https://cloud.tencent.com/document/product/460/6927
 */
export function parseImageInfo(json: string): { width: number; height: number } | undefined {
  let info: unknown
  try {
    info = JSON.parse(json)
  } catch {
    // Not JSON: a bucket without image processing answers with the object itself. «unconfirmed»
    return undefined
  }
  const { width, height } = (info ?? {}) as { width?: unknown; height?: unknown }
  const size = { width: Number(width), height: Number(height) }
  return isPixels(size.width) && isPixels(size.height) ? size : undefined
}

function isPixels(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}
