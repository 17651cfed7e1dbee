/**
 * A photo's place in the gallery as one text that sorts byte by byte, newest pick first and in picked order when read downwards: the
 * pick's time, the inverted position, and the random end of the photo's own id. One column and one comparison, because row-value cursors do
 * not use the index on MariaDB.
 */
export function newGalleryKey(photo: { pickedAt: number; position: number; photoId: string }): string {
  const time = photo.pickedAt.toString(36).padStart(TIME_DIGITS, '0')
  const position = String(MAX_POSITION - photo.position).padStart(POSITION_DIGITS, '0')
  return time + position + photo.photoId.slice(-ID_DIGITS)
}

/** Whether text has the shape of a gallery key; a cursor is one. */
export function isGalleryKey(text: string): boolean {
  return GALLERY_KEY.test(text)
}

/** Nine base-36 digits of milliseconds last until the year 5188. */
const TIME_DIGITS = 9
const POSITION_DIGITS = 4
const MAX_POSITION = 9_999
const ID_DIGITS = 10
const GALLERY_KEY = new RegExp(`^[0-9a-z]{${TIME_DIGITS}}\\d{${POSITION_DIGITS}}[0-9a-f]{${ID_DIGITS}}$`)
