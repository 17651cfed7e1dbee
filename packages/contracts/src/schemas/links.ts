import { z } from 'zod'
import { FILE_LINK_TTL_SECONDS, PHOTOS_PER_CALL } from '../limits.js'
import type { FileLinksRequest, FileLinksResponse } from '../links.js'
import { itemError } from './error.js'

export const fileLinksRequest = z
  .strictObject({
    photoIds: z.array(z.string()).min(1).max(PHOTOS_PER_CALL),
    ttlSeconds: z.int().min(FILE_LINK_TTL_SECONDS.min).max(FILE_LINK_TTL_SECONDS.max).exactOptional(),
  })
  .meta({ id: 'FileLinksRequest' }) satisfies z.ZodType<FileLinksRequest>

export const fileLinksResponse = z
  .strictObject({
    links: z.array(
      z.union([
        z.strictObject({
          photoId: z.string(),
          url: z.url(),
          expiresAt: z.iso.datetime(),
          cloudFileId: z.string().exactOptional(),
        }),
        z.strictObject({ photoId: z.string(), error: itemError }),
      ]),
    ),
  })
  .meta({ id: 'FileLinksResponse' }) satisfies z.ZodType<FileLinksResponse>
