import type { Photo } from '@photolift/contracts'
import type { PictureState } from './picture-repairs.js'

/**
 * What `<image>` shows of a photo. The id of a cloud file comes first, since it never expires; where that did not load
 * (no right to the file, no cloud in this client) the link takes its place.
 *
 * @param state how the picture has fared so far; its first try unless given
 * @returns empty where nothing is known
 */
export function smallPictureOf(photo: Photo, state?: Pick<PictureState, 'attempt'>): string {
  return choose([photo.thumbnailCloudFileId ?? photo.cloudFileId, photo.thumbnailUrl], state)
}

/** As {@link smallPictureOf}, for the photo in full, or what stands in for a HEIC; `wx.previewImage` takes either kind too. */
export function largePictureOf(photo: Photo, state?: Pick<PictureState, 'attempt'>): string {
  return choose([photo.viewCloudFileId ?? photo.cloudFileId, photo.viewUrl], state)
}

function choose(
  [cloudFileId, url]: [string | undefined, string | undefined],
  { attempt }: Pick<PictureState, 'attempt'> = { attempt: 0 },
): string {
  return (attempt === 0 ? (cloudFileId ?? url) : (url ?? cloudFileId)) ?? ''
}
