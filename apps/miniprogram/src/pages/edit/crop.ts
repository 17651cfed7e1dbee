import { type Area, clamp, type Size } from './geometry.js'

/** Width to height. */
export const CROP_RATIOS = ['free', '1:1', '3:4', '4:3', '9:16', '16:9'] as const
export type CropRatio = (typeof CROP_RATIOS)[number]

/** What a finger holds: the frame itself, or one of its corners. */
export type CropGrip = 'move' | 'north-west' | 'north-east' | 'south-west' | 'south-east'

/** A frame gets no smaller than this part of a side, so that its corners can still be told apart. */
const SMALLEST_SIDE = 0.12

/** The largest frame of a ratio, around the middle of the present one as far as there is room. */
export function cropOfRatio(crop: Area, ratio: CropRatio, picture: Size): Area {
  const shape = shapeOf(ratio, picture)
  if (shape === undefined) return crop
  return around(crop, shape > 1 ? { width: 1, height: 1 / shape } : { width: shape, height: 1 })
}

/** The frame after the picture below it has changed its shape: as wide as before, if that is possible. */
export function keepRatio(crop: Area, ratio: CropRatio, picture: Size): Area {
  const shape = shapeOf(ratio, picture)
  if (shape === undefined) return crop
  const width = Math.min(crop.width, shape)
  return around(crop, { width, height: width / shape })
}

/** The same ratio after a quarter turn. */
export function turnedRatio(ratio: CropRatio): CropRatio {
  const [width, height] = ratio.split(':')
  return CROP_RATIOS.find((other) => other === `${height}:${width}`) ?? ratio
}

export interface CropDrag {
  grip: CropGrip
  /** How far the finger went, in parts of the picture's sides. */
  right: number
  down: number
}

/** Where a frame is after a finger has dragged it or one of its corners; the corner opposite stays. */
export function dragCrop(start: Area, { grip, right, down }: CropDrag, ratio: CropRatio, picture: Size): Area {
  if (grip === 'move') return within({ ...start, left: start.left + right, top: start.top + down })

  const pullsLeft = grip.endsWith('west')
  const pullsUp = grip.startsWith('north')
  const room = {
    width: pullsLeft ? start.left + start.width : 1 - start.left,
    height: pullsUp ? start.top + start.height : 1 - start.top,
  }
  const wanted = {
    width: start.width + (pullsLeft ? -right : right),
    height: start.height + (pullsUp ? -down : down),
  }
  const { width, height } = sized(wanted, room, shapeOf(ratio, picture))
  return {
    left: pullsLeft ? start.left + start.width - width : start.left,
    top: pullsUp ? start.top + start.height - height : start.top,
    width,
    height,
  }
}

function sized(wanted: Size, room: Size, shape: number | undefined): Size {
  if (shape === undefined)
    return {
      width: clamp(wanted.width, Math.min(SMALLEST_SIDE, room.width), room.width),
      height: clamp(wanted.height, Math.min(SMALLEST_SIDE, room.height), room.height),
    }
  const largest = Math.min(room.width, room.height * shape)
  const smallest = Math.min(SMALLEST_SIDE * Math.max(1, shape), largest)
  const width = clamp(Math.max(wanted.width, wanted.height * shape), smallest, largest)
  return { width, height: width / shape }
}

/** Width to height in parts of the picture's sides; undefined where any will do. */
function shapeOf(ratio: CropRatio, picture: Size): number | undefined {
  if (ratio === 'free') return undefined
  const [width = 1, height = 1] = ratio.split(':').map(Number)
  return ((width / height) * picture.height) / picture.width
}

function around(crop: Area, size: Size): Area {
  const left = crop.left + (crop.width - size.width) / 2
  const top = crop.top + (crop.height - size.height) / 2
  return within({ left, top, ...size })
}

function within({ left, top, width, height }: Area): Area {
  return { left: clamp(left, 0, 1 - width), top: clamp(top, 0, 1 - height), width, height }
}
