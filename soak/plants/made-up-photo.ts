import type { Photo } from '@photolift/contracts'

/** A photo that no service has spoken of. */
export function madeUpPhoto(photoId: string): Photo {
  return {
    photoId,
    status: 'ready',
    pickId: 'planted',
    position: 0,
    name: null,
    byteLength: 0,
    contentType: 'image/jpeg',
    createdAt: '2026-11-20T08:00:00.000Z',
  }
}
