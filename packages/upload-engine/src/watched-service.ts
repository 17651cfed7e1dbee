import { type Clock, watchCall } from '@photolift/platform'
import type { UploadService } from './upload-service.js'

/** Beyond what a client of the service allows a call (15 s), and short enough for a screen that waits for nothing else. */
const LONGEST_CALL_MS = 19_000

/** The same service, whose calls end for certain: NETWORK_TIMEOUT where nothing was heard. */
export function watchedService(service: UploadService, clock: Clock): UploadService {
  const watch = <T>(call: () => Promise<T>): Promise<T> => watchCall({ clock, withinMs: LONGEST_CALL_MS }, call)
  return {
    authorize: (photos) => watch(() => service.authorize(photos)),
    confirm: (photoIds) => watch(() => service.confirm(photoIds)),
    deletePhoto: (photoId) => watch(() => service.deletePhoto(photoId)),
    parts: (photoId) => watch(() => service.parts(photoId)),
    limits: () => watch(() => service.limits()),
  }
}
