import type { Photo } from '@photolift/contracts'
import type { Uploader } from '@photolift/upload-engine'
import type { PhotoList } from './photo-list.js'

/** Shows what an upload has stored in the gallery at once, without asking the service. */
export function insertStoredPhotos({
  uploader,
  gallery,
}: {
  uploader: Pick<Uploader, 'subscribe'>
  gallery: Pick<PhotoList, 'insert'>
}): void {
  let insertedIds = new Set<string>()
  uploader.subscribe(({ tasks }) => {
    const stored = tasks.flatMap(({ photo }) => (photo ? [photo] : []))
    const fresh = stored.filter((photo: Photo) => !insertedIds.has(photo.photoId))
    // What has left the list of tasks needs no place here any more.
    insertedIds = new Set(stored.map((photo) => photo.photoId))
    if (fresh.length > 0) gallery.insert(fresh)
  })
}
