import type { ItemError } from './error.js'
import type { Photo } from './photo.js'

/** `POST /v1/ingests`: pictures that the JS-SDK has given to WeChat, to be fetched from there. Answered with 202. */
export interface IngestsRequest {
  pickId: string
  /** In picked order, after those of earlier calls with the same `pickId`. An id that comes again is the ingest it was, begun again where it failed for want of quota that may be there now. */
  mediaIds: string[]
}

export interface IngestsResponse {
  /** In the order of the request. */
  ingests: Ingest[]
}

/** One picture on its way from WeChat to storage; also the answer of `GET /v1/ingests/:ingestId`. */
export interface Ingest {
  ingestId: string
  mediaId: string
  state: IngestState
  /** Where `ready`. */
  photo?: Photo
  /** Where `failed`. */
  error?: ItemError
}

/** `pending` until WeChat's copy is stored and checked; the other two are for good. */
export type IngestState = 'pending' | 'ready' | 'failed'
