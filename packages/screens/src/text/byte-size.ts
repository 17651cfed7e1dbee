const KB = 1_000
const MB = 1_000_000

export interface ByteSize {
  /** Such as `28.4`. */
  number: string
  unit: 'KB' | 'MB'
}

/**
 * MB with one decimal under 100 and none above; KB under 1 MB.
 *
 * @param scale the size that chooses unit and decimals, so that a part is written like its whole; default `byteLength`
 */
export function toByteSize(byteLength: number, scale = byteLength): ByteSize {
  if (scale < MB) return { number: String(Math.floor(byteLength / KB)), unit: 'KB' }
  const megabytes = byteLength / MB
  return { number: scale < 100 * MB ? megabytes.toFixed(1) : String(Math.floor(megabytes)), unit: 'MB' }
}

/** Such as `28.4 MB`, with a space that does not break. */
export function formatByteSize(byteLength: number): string {
  const { number, unit } = toByteSize(byteLength)
  return `${number}\u00a0${unit}`
}
