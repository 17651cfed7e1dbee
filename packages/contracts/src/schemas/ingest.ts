import { z } from 'zod'
import type { Ingest, IngestsRequest, IngestsResponse } from '../ingest.js'
import { INGESTS_PER_CALL, MEDIA_ID_MAX_LENGTH } from '../limits.js'
import { clientId, idText } from './client-id.js'
import { itemError } from './error.js'
import { photo } from './photo.js'

export const ingestsRequest = z
  .strictObject({
    pickId: clientId,
    mediaIds: z.array(idText(MEDIA_ID_MAX_LENGTH)).min(1).max(INGESTS_PER_CALL),
  })
  .meta({ id: 'IngestsRequest' }) satisfies z.ZodType<IngestsRequest>

export const ingest = z
  .strictObject({
    ingestId: z.string(),
    mediaId: z.string(),
    state: z.enum(['pending', 'ready', 'failed']),
    photo: photo.exactOptional(),
    error: itemError.exactOptional(),
  })
  .meta({ id: 'Ingest' }) satisfies z.ZodType<Ingest>

export const ingestsResponse = z
  .strictObject({ ingests: z.array(ingest) })
  .meta({ id: 'IngestsResponse' }) satisfies z.ZodType<IngestsResponse>
