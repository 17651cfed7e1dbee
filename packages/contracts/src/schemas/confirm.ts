import { z } from 'zod'
import type { ConfirmationsRequest, ConfirmationsResponse } from '../confirm.js'
import { PHOTOS_PER_CALL } from '../limits.js'
import { itemError } from './error.js'
import { photo } from './photo.js'

export const confirmationsRequest = z
  .strictObject({ photoIds: z.array(z.string()).min(1).max(PHOTOS_PER_CALL) })
  .meta({ id: 'ConfirmationsRequest' }) satisfies z.ZodType<ConfirmationsRequest>

export const confirmationsResponse = z
  .strictObject({
    results: z.array(
      z.union([
        z.strictObject({ photoId: z.string(), photo }),
        z.strictObject({ photoId: z.string(), error: itemError }),
      ]),
    ),
  })
  .meta({ id: 'ConfirmationsResponse' }) satisfies z.ZodType<ConfirmationsResponse>
