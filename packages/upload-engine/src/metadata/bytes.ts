export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Four letters, say, as one text. */
export function textAt(bytes: Uint8Array, start: number, byteLength = 4): string {
  return String.fromCharCode(...bytes.subarray(start, start + byteLength))
}

/** Parts of a file that stay, as pairs of start and end. */
export type Kept = number[]

/** Neighbours become one part: a file can have millions. */
export function keep(kept: Kept, start: number, end: number): void {
  if (kept[kept.length - 1] === start) kept[kept.length - 1] = end
  else kept.push(start, end)
}
