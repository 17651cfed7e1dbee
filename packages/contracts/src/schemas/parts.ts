import { z } from 'zod'
import type { PartsRequest, PartsResponse } from '../parts.js'

export const partsRequest = z.strictObject({}).meta({ id: 'PartsRequest' }) satisfies z.ZodType<PartsRequest>

const anyPart = { partNumber: z.int().positive(), byteLength: z.int().positive() }

export const partsResponse = z
  .strictObject({
    serverTime: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    parts: z.array(
      z.discriminatedUnion('stored', [
        z.strictObject({ ...anyPart, stored: z.literal(true) }),
        z.strictObject({
          ...anyPart,
          stored: z.literal(false),
          url: z.url(),
          headers: z.record(z.string(), z.string()),
        }),
      ]),
    ),
  })
  .meta({ id: 'PartsResponse' }) satisfies z.ZodType<PartsResponse>
