import type { PhotoListSnapshot } from '../gallery/photo-list.js'
import { smallPictureOf } from '../gallery/picture-source.js'
import type { UploadText } from '../text/upload.js'

/** The top row that leads to the gallery. */
export interface EntryView {
  /** Of the newest photos, at most three. */
  thumbnails: string[]
  /** How many there are, as far as it is known. */
  note: string
  label: string
}

export function toEntryView({ photos, loaded, complete }: PhotoListSnapshot, text: UploadText): EntryView {
  const note = noteOf()
  return {
    thumbnails: photos
      .slice(0, 3)
      .map((photo) => smallPictureOf(photo))
      .filter((src) => src !== ''),
    note,
    label: note === '' ? text.myPhotos : `${text.myPhotos}, ${note}`,
  }

  function noteOf(): string {
    if (!loaded) return ''
    return photos.length === 0 ? text.noPhotos : text.photoCount(photos.length, !complete)
  }
}
