import { z } from 'zod'
import { EDIT_FORMATS, type EditOperation, type EditRequest, RESIZE_FITS, WATERMARK_PLACES } from '../edit.js'
import { EDIT_OPERATIONS_MAX, EDIT_SIDE_MAX } from '../limits.js'

const side = z.int().min(1).max(EDIT_SIDE_MAX)
const offset = z.int().min(0).max(EDIT_SIDE_MAX)
const share = z.number().min(0.01).max(1)

const editOperation = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('resize'),
      width: side.exactOptional(),
      height: side.exactOptional(),
      fit: z.enum(RESIZE_FITS).exactOptional(),
      enlarge: z.boolean().exactOptional(),
    })
    .refine(({ width, height }) => width !== undefined || height !== undefined, 'needs a width or a height'),
  z.strictObject({ kind: z.literal('crop'), left: offset, top: offset, width: side, height: side }),
  z.strictObject({
    kind: z.literal('rotate'),
    degrees: z.number().min(-360).max(360),
    fill: z.enum(['corners', 'crop']).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('flip'), axis: z.enum(['horizontal', 'vertical']) }),
  z.strictObject({ kind: z.literal('auto-orient') }),
  z.strictObject({ kind: z.literal('greyscale') }),
  z.strictObject({ kind: z.literal('blur'), sigma: z.number().min(0.6).max(100) }),
  z.strictObject({ kind: z.literal('sharpen'), sigma: z.number().min(0.5).max(10) }),
  z.strictObject({
    kind: z.literal('watermark'),
    photoId: z.string(),
    place: z.enum(WATERMARK_PLACES),
    scale: share,
    opacity: share,
  }),
  z.strictObject({ kind: z.literal('format'), format: z.enum(EDIT_FORMATS) }),
  z.strictObject({ kind: z.literal('quality'), quality: z.int().min(1).max(100) }),
  z.strictObject({ kind: z.literal('strip-metadata') }),
]) satisfies z.ZodType<EditOperation>

export const editRequest = z
  .strictObject({ operations: z.array(editOperation).min(1).max(EDIT_OPERATIONS_MAX) })
  .meta({ id: 'EditRequest' }) satisfies z.ZodType<EditRequest>
