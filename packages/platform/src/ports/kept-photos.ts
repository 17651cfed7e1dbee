import type { PhotoSource } from './photo-source.js'

/** Files of photos on their way, kept over a kill of the app. Whoever uses it gives the names: letters, digits, `-` and `.`. */
export interface KeptPhotos {
  /**
   * Copies a photo of this platform, as it was picked or made. Where that fails nothing is left of it.
   * @throws AppError STORAGE_FULL, PHOTO_UNREADABLE
   */
  keep(name: string, source: PhotoSource): Promise<KeptPhoto>
  /**
   * Writes bytes that were made of a photo.
   * @throws AppError STORAGE_FULL
   */
  write(name: string, bytes: ArrayBuffer): Promise<KeptPhoto>
  /** @returns undefined where there is no such file, or no more */
  open(name: string): Promise<KeptPhoto | undefined>
  /** Never rejects: removing what is not there is no error, and what cannot be removed stays in the list. */
  remove(name: string): Promise<void>
  /** Names of all that is kept, in no order. Rejects with what the platform says where it cannot tell. */
  list(): Promise<string[]>
}

export interface KeptPhoto {
  readonly source: PhotoSource
  /** Something the app can show. */
  readonly localUrl: string
}
