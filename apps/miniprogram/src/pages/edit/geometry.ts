/** Pixels, or anything in proportion to them. */
export interface Size {
  width: number
  height: number
}

/** Part of a picture, in parts of its sides: `{ left: 0, top: 0, width: 1, height: 1 }` is all of it. */
export interface Area extends Size {
  left: number
  top: number
}

export const WHOLE: Area = { left: 0, top: 0, width: 1, height: 1 }

/** A picture after quarter turns. */
export function turned({ width, height }: Size, quarterTurns: number): Size {
  return quarterTurns % 2 === 0 ? { width, height } : { width: height, height: width }
}

/**
 * The largest upright rectangle inside a picture that was turned by up to 45°: what is left when its corners are cut off.
 *
 * @see https://stackoverflow.com/a/16778797 where the formula is derived; the service cuts by the same one
 */
export function straightened({ width, height }: Size, degrees: number): Size {
  const radians = (Math.abs(degrees) * Math.PI) / 180
  const sin = Math.sin(radians)
  const cos = Math.cos(radians)
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  if (short <= 2 * sin * cos * long || Math.abs(sin - cos) < 1e-9) {
    // Two corners of the rectangle touch the longer sides, the other two lie on the middle line.
    const [along, across] = [short / 2 / sin, short / 2 / cos]
    return width >= height ? { width: along, height: across } : { width: across, height: along }
  }
  const cosOfDouble = cos * cos - sin * sin
  return { width: (width * cos - height * sin) / cosOfDouble, height: (height * cos - width * sin) / cosOfDouble }
}

/** How much a picture grows or shrinks to fill a box as far as it can without being cut. */
export function fitFactor(picture: Size, box: Size): number {
  return Math.min(box.width / picture.width, box.height / picture.height)
}

export function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest)
}
