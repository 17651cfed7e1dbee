import type { EditOperation } from '@photolift/contracts'
import sharp from 'sharp'

/** One edit, told to the service and done by sharp alone with the same bytes as its result. `width` makes each one new. */
export interface ComparedEdit {
  operations(width: number): EditOperation[]
  alone(photo: Buffer, width: number): Promise<Buffer>
}

const FULL_TO_SMALL = 1_000

export const edits = {
  /** What sharp does in this order in one pipeline, however its calls are ordered. Every pixel is decoded: `width` is over half of the photo's. */
  'edit-12mp': {
    operations: (width) => [{ kind: 'greyscale' }, resize(width), quality],
    alone: (photo, width) =>
      sharp(photo).greyscale().resize(width, heightOf(width), FILL).jpeg({ quality: QUALITY }).toBuffer(),
  },
  /** The other order takes two pipelines, and half the time: fewer pixels are left to make grey. */
  'edit-12mp-resized-first': {
    operations: (width) => [resize(width), { kind: 'greyscale' }, quality],
    async alone(photo, width) {
      const resized = sharp(photo).resize(width, heightOf(width), FILL).raw()
      const { data, info } = await resized.toBuffer({ resolveWithObject: true })
      const raw = { width: info.width, height: info.height, channels: info.channels }
      return sharp(data, { raw }).greyscale().jpeg({ quality: QUALITY }).toBuffer()
    },
  },
  /** Little work: the decoder leaves out most pixels, so that what surrounds sharp weighs most. */
  'edit-12mp-small': {
    operations: (width) => [resize(width - FULL_TO_SMALL), quality],
    alone(photo, width) {
      const smallWidth = width - FULL_TO_SMALL
      return sharp(photo).resize(smallWidth, heightOf(smallWidth), FILL).jpeg({ quality: QUALITY }).toBuffer()
    },
  },
} as const satisfies Record<string, ComparedEdit>

export type EditName = keyof typeof edits

const QUALITY = 80
const RATIO = 4 / 3
const FILL = { fit: 'fill' } as const

const quality: EditOperation = { kind: 'quality', quality: QUALITY }

function resize(width: number): EditOperation {
  return { kind: 'resize', width, height: heightOf(width), ...FILL }
}

function heightOf(width: number): number {
  return Math.round(width / RATIO)
}
