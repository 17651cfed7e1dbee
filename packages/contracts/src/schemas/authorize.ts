import { z } from 'zod'
import type { UploadGrantsRequest, UploadGrantsResponse } from '../authorize.js'
import { PHOTO_CONTENT_TYPES } from '../content-type.js'
import { NAME_MAX_BYTES, PHOTOS_PER_CALL } from '../limits.js'
import { clientId } from './client-id.js'
import { itemError } from './error.js'
import { photo } from './photo.js'

const uploadGrantRequest = z.strictObject({
  taskId: clientId,
  pickId: clientId,
  position: z.int().min(0).max(9_999),
  // Emptiness, size and type are business refusals for one photo, not faults of the call: only the shape is checked here.
  byteLength: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  contentType: z
    .string()
    .max(100)
    .meta({ description: `one of ${PHOTO_CONTENT_TYPES.join(', ')}` }),
  contentMd5: z.string().regex(/^[0-9a-f]{32}$/, 'is not 32 lower-case hex digits'),
  name: z
    .string()
    .min(1)
    .refine((name) => utf8Length(name) <= NAME_MAX_BYTES, `is longer than ${NAME_MAX_BYTES} bytes`)
    .refine((name) => name.isWellFormed(), 'holds half a surrogate pair')
    .exactOptional(),
})

export const uploadGrantsRequest = z
  .strictObject({
    photos: z
      .array(uploadGrantRequest)
      .min(1)
      .max(PHOTOS_PER_CALL)
      .refine((photos) => new Set(photos.map((p) => p.taskId)).size === photos.length, 'repeats a taskId'),
  })
  .meta({ id: 'UploadGrantsRequest' })

/** A request whose shape is right; a `contentType` outside the catalogue is refused later, for its photo alone. */
export type CheckedUploadGrantsRequest = z.infer<typeof uploadGrantsRequest>

export const uploadGrantsResponse = z
  .strictObject({
    serverTime: z.iso.datetime(),
    grants: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('form'),
          taskId: z.string(),
          photoId: z.string(),
          key: z.string(),
          expiresAt: z.iso.datetime(),
          url: z.url(),
          fields: z.record(z.string(), z.string()),
          fileField: z.literal('file'),
        }),
        z.strictObject({
          kind: z.literal('multipart'),
          taskId: z.string(),
          photoId: z.string(),
          key: z.string(),
          expiresAt: z.iso.datetime(),
          partByteLength: z.int().positive(),
        }),
        z.strictObject({ kind: z.literal('stored'), taskId: z.string(), photo }),
        z.strictObject({ kind: z.literal('refused'), taskId: z.string(), error: itemError }),
      ]),
    ),
  })
  .meta({ id: 'UploadGrantsResponse' }) satisfies z.ZodType<UploadGrantsResponse>

// Every well-typed client request passes the shape check's type: a field that is renamed on one side does not compile.
type _ClientSendsWhatServerReads = UploadGrantsRequest extends CheckedUploadGrantsRequest ? true : never
true satisfies _ClientSendsWhatServerReads

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  }
  return bytes
}
