import type { PhotoView } from '../photos/photo-view.js'
import type { Thumbnails } from './thumbnails.js'

/** A view that has missing small pictures made before it shows photos. */
export function viewWithThumbnails(view: PhotoView, thumbnails: Pick<Thumbnails, 'of'>): PhotoView {
  return { toPhotos: async (rows, now) => view.toPhotos(await thumbnails.of(rows), now) }
}
