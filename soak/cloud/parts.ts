import type { MissingUploadPart, UploadPart } from '@photolift/contracts'
import type { PhotoSlice } from '../phone/phone.ts'
import type { StoredObject } from './stored-object.ts'

/** What the URL of a part fixes; a stand-in for its signature. */
export interface PartUrl {
  key: string
  partNumber: number
  byteLength: number
  /** Milliseconds since the epoch. */
  grantedAt: number
  endsAt: number
}

export function toPartUrl(bucketUrl: string, { key, ...terms }: PartUrl): string {
  const query = Object.entries(terms).map(([name, value]) => `${name}=${value}`)
  return `${bucketUrl}/${key}?${query.join('&')}`
}

export function readPartUrl(url: string): PartUrl {
  const { pathname, searchParams } = new URL(url)
  const number = (name: string): number => Number(searchParams.get(name))
  return {
    key: pathname.slice(1),
    partNumber: number('partNumber'),
    byteLength: number('byteLength'),
    grantedAt: number('grantedAt'),
    endsAt: number('endsAt'),
  }
}

/** Parts of a photo, in their order. */
export function planParts(
  byteLength: number,
  partBytes: number,
): Omit<MissingUploadPart, 'stored' | 'url' | 'headers'>[] {
  return Array.from({ length: Math.ceil(byteLength / partBytes) }, (_, index) => ({
    partNumber: index + 1,
    byteLength: Math.min(partBytes, byteLength - index * partBytes),
  }))
}

/** What the parts are together, if they are exactly the planned ones. */
export function joinParts(
  plan: readonly Pick<UploadPart, 'partNumber' | 'byteLength'>[],
  stored: ReadonlyMap<number, PhotoSlice>,
): StoredObject | undefined {
  let byteLength = 0
  const md5s = new Set<string>()
  for (const part of plan) {
    const slice = stored.get(part.partNumber)
    if (slice === undefined || slice.byteLength !== part.byteLength) return undefined
    // Bytes from elsewhere in the file make another file.
    md5s.add(slice.start === byteLength ? slice.md5 : 'out of place')
    byteLength += slice.byteLength
  }
  const [md5 = ''] = md5s
  return { byteLength, md5: md5s.size === 1 ? md5 : 'mixed' }
}
