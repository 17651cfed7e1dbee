import type { Ingest, IngestsResponse } from '@photolift/contracts'

/** The service as the media route needs it. Its calls reject with AppError. */
export interface MediaService {
  /** At most `INGESTS_PER_CALL` ids; an id that comes again is the ingest it was. */
  ingest(pickId: string, mediaIds: string[]): Promise<IngestsResponse>
  ingestState(ingestId: string): Promise<Ingest>
  deletePhoto(photoId: string): Promise<void>
}
