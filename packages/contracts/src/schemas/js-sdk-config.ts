import { z } from 'zod'
import type { JsSdkConfig, JsSdkConfigQuery } from '../js-sdk-config.js'

export const jsSdkConfigQuery = z
  .strictObject({ url: z.string().min(1).max(4_096) })
  .meta({ id: 'JsSdkConfigQuery' }) satisfies z.ZodType<JsSdkConfigQuery>

export const jsSdkConfig = z
  .strictObject({
    appId: z.string(),
    timestamp: z.int().positive(),
    nonceStr: z.string(),
    signature: z.string().regex(/^[0-9a-f]{40}$/),
  })
  .meta({ id: 'JsSdkConfig' }) satisfies z.ZodType<JsSdkConfig>
