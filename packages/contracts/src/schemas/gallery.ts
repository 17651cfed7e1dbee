import { z } from 'zod'
import type { PhotoPage, PhotoPageQuery } from '../gallery.js'
import { PHOTO_PAGE_LIMIT_DEFAULT, PHOTO_PAGE_LIMIT_MAX } from '../limits.js'
import { photo } from './photo.js'

export const photoPageQuery = z
  .strictObject({
    cursor: z.string().max(256).exactOptional(),
    limit: z.coerce.number().int().min(1).max(PHOTO_PAGE_LIMIT_MAX).default(PHOTO_PAGE_LIMIT_DEFAULT),
  })
  .meta({ id: 'PhotoPageQuery' }) satisfies z.ZodType<PhotoPageQuery>

export const photoPage = z
  .strictObject({ photos: z.array(photo), nextCursor: z.string().nullable() })
  .meta({ id: 'PhotoPage' }) satisfies z.ZodType<PhotoPage>
