import type { PhotoSource } from '@photolift/platform'

/** What a picker hands over. */
export interface PickedPhoto {
  source: PhotoSource
  /** File name, where the picker gives one. */
  name?: string
  /** Something the app can show at once. */
  localUrl: string
}
