import type { Photo } from './photo.js'

/** `GET /v1/photos` */
export interface PhotoPageQuery {
  /** `nextCursor` of the page before; absent for the first page. */
  cursor?: string
  /** 1–100, default 30. */
  limit?: number
}

/** `ready` photos: newest pick first, in picked order inside a pick. */
export interface PhotoPage {
  photos: Photo[]
  /** null on the last page. */
  nextCursor: string | null
}
