import type { PickedPhoto } from '@photolift/upload-engine'

/** The first ones of a pick. Of the others the browser may forget the pictures: no list ever has them. */
export function keepFirst(
  photos: PickedPhoto[],
  count: number,
  revoke: (url: string) => void = (url) => URL.revokeObjectURL(url),
): PickedPhoto[] {
  for (const { localUrl } of photos.slice(count)) revoke(localUrl)
  return photos.slice(0, count)
}
