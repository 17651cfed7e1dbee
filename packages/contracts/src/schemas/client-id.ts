import { z } from 'zod'
import { CLIENT_ID_MAX_LENGTH } from '../limits.js'

/** `taskId` and `pickId`. */
export const clientId = idText(CLIENT_ID_MAX_LENGTH)

/** Text of letters, digits, `-` and `_`. */
export function idText(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[A-Za-z0-9_-]+$/, 'holds ASCII letters, digits, "-" and "_" only')
}
