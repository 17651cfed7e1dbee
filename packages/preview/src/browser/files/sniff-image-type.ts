/** The `type` that wx.getImageInfo gives for a file's first bytes; `unknown` for HEIC and whatever is no picture. */
export function sniffImageType(head: Uint8Array): string {
  const text = String.fromCharCode(...head.subarray(0, 12))
  if (head[0] === 0xff && head[1] === 0xd8) return 'jpeg'
  if (text.startsWith('\x89PNG')) return 'png'
  if (text.startsWith('GIF8')) return 'gif'
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff'
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp'
  return 'unknown'
}
