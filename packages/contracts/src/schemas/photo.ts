import { z } from 'zod'
import { PHOTO_CONTENT_TYPES } from '../content-type.js'
import type { Photo } from '../photo.js'

/** Any text: one that is no photo of the caller is answered by 404, malformed or not. */
export const photoIdParams = z.object({ photoId: z.string() })

export const photo = z
  .strictObject({
    photoId: z.string(),
    status: z.enum(['pending', 'ready', 'rejected']),
    pickId: z.string(),
    position: z.int().nonnegative(),
    name: z.string().nullable(),
    byteLength: z.int().positive(),
    contentType: z.enum(PHOTO_CONTENT_TYPES),
    width: z.int().positive().exactOptional(),
    height: z.int().positive().exactOptional(),
    createdAt: z.iso.datetime(),
    viewUrl: z.url().exactOptional(),
    thumbnailUrl: z.url().exactOptional(),
    urlExpiresAt: z.iso.datetime().exactOptional(),
    cloudFileId: z.string().exactOptional(),
    thumbnailCloudFileId: z.string().exactOptional(),
    viewCloudFileId: z.string().exactOptional(),
    sourcePhotoId: z.string().exactOptional(),
  })
  .meta({ id: 'Photo' }) satisfies z.ZodType<Photo>
