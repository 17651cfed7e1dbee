import type { WatermarkPlace } from '@photolift/contracts'
import type { OverlayOptions } from 'sharp'
import type { PictureSize } from '../confirm/picture-size.js'
import type { SharpModule } from './load-sharp.js'
import { openPicture, type PictureBytes } from './open-picture.js'
import { toPictureFailure } from './picture-failure.js'
import type { TimeLimit } from './time-limit.js'

export interface MarkLayout {
  /** The picture that it is laid on. */
  on: PictureSize
  place: WatermarkPlace
  /** Its width in parts of the picture's; less where it would be taller than the picture. */
  scale: number
  opacity: number
}

/** Makes a mark upright and small, as see-through as asked for, and says where it lies: at the very edge, without a margin. */
export async function layMark(
  mark: PictureBytes,
  { on, place, scale, opacity }: MarkLayout,
  { sharp, limit }: { sharp: SharpModule; limit: TimeLimit },
): Promise<OverlayOptions> {
  const picture = await openPicture(mark, { sharp, limit, animated: 'refuse' })
  const isSideways = picture.orientation >= 5
  const upright = isSideways ? { width: picture.size.height, height: picture.size.width } : picture.size
  const factor = Math.min((on.width * scale) / upright.width, on.height / upright.height)
  const width = Math.max(1, Math.round(upright.width * factor))
  const height = Math.max(1, Math.round(upright.height * factor))
  const { data } = await picture
    .pipeline()
    .autoOrient()
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .timeout({ seconds: limit.secondsLeft() })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw toPictureFailure(error, { reads: true })
    })
  fade(data, opacity)
  return {
    input: data,
    raw: { width, height, channels: 4 },
    left: offset(COLUMN[place], on.width - width),
    top: offset(ROW[place], on.height - height),
  }
}

/** sharp multiplies channels before it adds the alpha that most photos lack, so this is done by hand. */
function fade(rgba: Buffer, opacity: number): void {
  if (opacity === 1) return
  for (let index = 3; index < rgba.length; index += 4) rgba[index] = Math.round((rgba[index] ?? 0) * opacity)
}

type Side = 'start' | 'middle' | 'end'

function offset(side: Side, room: number): number {
  return side === 'start' ? 0 : side === 'end' ? room : Math.floor(room / 2)
}

const COLUMN: Record<WatermarkPlace, Side> = {
  'north-west': 'start',
  west: 'start',
  'south-west': 'start',
  north: 'middle',
  center: 'middle',
  south: 'middle',
  'north-east': 'end',
  east: 'end',
  'south-east': 'end',
}

const ROW: Record<WatermarkPlace, Side> = {
  'north-west': 'start',
  north: 'start',
  'north-east': 'start',
  west: 'middle',
  center: 'middle',
  east: 'middle',
  'south-west': 'end',
  south: 'end',
  'south-east': 'end',
}
