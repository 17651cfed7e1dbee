import { z } from 'zod'
import { PHOTO_CONTENT_TYPES } from '../content-type.js'
import type { LoginRequest, LoginResponse } from '../login.js'

const code = z.string().min(1).max(512).exactOptional()

export const loginRequest = z
  .strictObject({ loginCode: code, webCode: code, deskCode: code })
  .refine((codes) => Object.keys(codes).length <= 1, 'holds more than one code')
  .meta({ id: 'LoginRequest' }) satisfies z.ZodType<LoginRequest>

export const loginResponse = z
  .strictObject({
    authToken: z.string(),
    expiresAt: z.iso.datetime(),
    serverTime: z.iso.datetime(),
    user: z.strictObject({ userId: z.string() }),
    limits: z.strictObject({
      photoMaxBytes: z.int().positive(),
      contentTypes: z.array(z.enum(PHOTO_CONTENT_TYPES)),
      photosPerCall: z.int().positive(),
    }),
  })
  .meta({ id: 'LoginResponse' }) satisfies z.ZodType<LoginResponse>
