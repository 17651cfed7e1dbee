/** `POST /v1/photos/:photoId/parts`: an empty object. */
export type PartsRequest = Record<string, never>

/** Where an upload in parts stands, and how to send what is missing. */
export interface PartsResponse {
  /** ISO 8601 UTC. */
  serverTime: string
  /** ISO 8601 UTC, on the service's clock: until then the URLs hold. */
  expiresAt: string
  /** Every part of the photo, in its order; they follow one another without a gap. */
  parts: UploadPart[]
}

export type UploadPart = StoredUploadPart | MissingUploadPart

interface AnyUploadPart {
  /** From 1. */
  partNumber: number
  byteLength: number
}

/** The bucket has it already. */
export interface StoredUploadPart extends AnyUploadPart {
  stored: true
}

/** To be sent by `PUT url` with exactly these headers and exactly `byteLength` bytes. */
export interface MissingUploadPart extends AnyUploadPart {
  stored: false
  url: string
  headers: Record<string, string>
}
