import type { Photo } from '@photolift/contracts'

/** A stored photo; every field can be given. */
export function fakePhoto(fields: Partial<Photo> & { photoId: string }): Photo {
  return {
    status: 'ready',
    pickId: 'pick-1',
    position: 0,
    name: null,
    byteLength: 2_800_000,
    contentType: 'image/jpeg',
    createdAt: '2026-11-20T01:24:00.000Z',
    viewUrl: `https://photos.example/${fields.photoId}?view`,
    thumbnailUrl: `https://photos.example/${fields.photoId}?thumbnail`,
    urlExpiresAt: '2026-11-20T03:00:00.000Z',
    ...fields,
  }
}

/** The photos of one pick, `<pickId>-0` first. */
export function fakePick(pickId: string, createdAt: string, count: number, fields: Partial<Photo> = {}): Photo[] {
  return Array.from({ length: count }, (_, position) =>
    fakePhoto({ photoId: `${pickId}-${position}`, pickId, position, createdAt, ...fields }),
  )
}
