import type { PictureSize } from '../confirm/picture-size.js'

/**
 * The largest upright rectangle without corners inside a picture that was turned by any angle.
 *
 * @param picture its size before the turn
 * @see https://stackoverflow.com/a/16778797 where the formula is derived
 */
export function largestUprightRectangle(picture: PictureSize, degrees: number): PictureSize {
  const radians = (degrees * Math.PI) / 180
  const sin = Math.abs(Math.sin(radians))
  const cos = Math.abs(Math.cos(radians))
  const long = Math.max(picture.width, picture.height)
  const short = Math.min(picture.width, picture.height)
  const isWide = picture.width >= picture.height
  if (short <= 2 * sin * cos * long || Math.abs(sin - cos) < 1e-9) {
    // Two corners of the rectangle touch the longer sides, the other two lie on the middle line.
    const half = short / 2
    return whole(isWide ? { width: half / sin, height: half / cos } : { width: half / cos, height: half / sin })
  }
  const cosOfDouble = cos * cos - sin * sin
  return whole({
    width: (picture.width * cos - picture.height * sin) / cosOfDouble,
    height: (picture.height * cos - picture.width * sin) / cosOfDouble,
  })
}

/** Two pixels less on each side: the outermost are mixed with the corners, and libvips rounds where the turned picture lies. */
function whole({ width, height }: PictureSize): PictureSize {
  return { width: Math.max(1, Math.floor(width) - 4), height: Math.max(1, Math.floor(height) - 4) }
}

/** The box that a picture needs when it is turned by any angle. */
export function turnedBox({ width, height }: PictureSize, degrees: number): PictureSize {
  const radians = (degrees * Math.PI) / 180
  const sin = Math.abs(Math.sin(radians))
  const cos = Math.abs(Math.cos(radians))
  return { width: Math.ceil(width * cos + height * sin), height: Math.ceil(width * sin + height * cos) }
}
