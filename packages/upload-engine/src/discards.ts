import type { UploadService } from './upload-service.js'

/** Tells the service, one call at a time, that a photo which was granted will not come, so that its quota is free at once. */
export function createDiscards(service: Pick<UploadService, 'deletePhoto'>): (photoId: string) => void {
  let last = Promise.resolve()
  return (photoId) => {
    last = last
      .then(() => service.deletePhoto(photoId))
      .catch(() => {
        // Safe to ignore: the service takes quota and object back by itself when the grant ends.
      })
  }
}
