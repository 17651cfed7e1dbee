import { z } from 'zod'
import { ERRORS, type ErrorCode, type ErrorEnvelope, type ItemError } from '../error.js'

const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).meta({ id: 'ErrorCode' })

export const itemError = z
  .strictObject({ code: errorCode, message: z.string() })
  .meta({ id: 'ItemError' }) satisfies z.ZodType<ItemError>

export const errorEnvelope = z
  .strictObject({ error: z.strictObject({ code: errorCode, message: z.string(), requestId: z.string() }) })
  .meta({ id: 'ErrorEnvelope' }) satisfies z.ZodType<ErrorEnvelope>
