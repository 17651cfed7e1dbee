import type { PhotoRow } from '@photolift/database'

/** One part as it was granted. */
export interface PlannedPart {
  /** From 1. */
  partNumber: number
  byteLength: number
}

/**
 * Bytes of each part but the last. A part is small, because a phone holds it in memory and says nothing of its progress before it is out;
 * and there are not too many, because one answer names them all and callContainer takes 1000 KiB.
 *
 * @see https://cloud.tencent.com/document/product/436/14518 (1 MB at least, 10,000 parts at most)
 */
export function partByteLengthFor(photoByteLength: number): number {
  return Math.max(PART_MIN_BYTES, Math.ceil(photoByteLength / PARTS_MAX))
}

const PART_MIN_BYTES = 1024 * 1024
const PARTS_MAX = 100

/** The parts of a photo that comes in parts, in their order. */
export function planParts({ byteLength, partByteLength }: GrantedInParts): PlannedPart[] {
  return Array.from({ length: Math.ceil(byteLength / partByteLength) }, (_, index) => ({
    partNumber: index + 1,
    byteLength: Math.min(partByteLength, byteLength - index * partByteLength),
  }))
}

/** The row of a photo that comes in parts. */
export type GrantedInParts = PhotoRow & { partByteLength: number }

export function isGrantedInParts(photo: PhotoRow): photo is GrantedInParts {
  return photo.partByteLength !== null
}
