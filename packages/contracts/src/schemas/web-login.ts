import { z } from 'zod'
import { WEB_LOGIN_SCOPES, type WebLoginCallbackQuery, type WebLoginQuery } from '../web-login.js'

export const webLoginQuery = z
  .strictObject({ returnTo: z.string().min(1).max(2_048), scope: z.enum(WEB_LOGIN_SCOPES).exactOptional() })
  .meta({ id: 'WebLoginQuery' }) satisfies z.ZodType<WebLoginQuery>

// WeChat may add parameters of its own.
export const webLoginCallbackQuery = z
  .object({ code: z.string().min(1).max(512).exactOptional(), state: z.string().min(1).max(128) })
  .meta({ id: 'WebLoginCallbackQuery' }) satisfies z.ZodType<WebLoginCallbackQuery>
