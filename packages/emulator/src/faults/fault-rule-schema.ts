import { z } from 'zod'
import type { Fault, FaultRule } from './fault.js'

const count = z.int().nonnegative()
const durationMs = z.number().nonnegative().max(86_400_000)

const fault: z.ZodType<Fault> = z
  .strictObject({
    latencyMs: z.exactOptional(durationMs),
    bandwidthBytesPerSecond: z.exactOptional(z.number().min(1)),
    resetAfterBytes: z.exactOptional(count),
    clockSkewSeconds: z.exactOptional(z.number()),
    expireTokens: z.exactOptional(z.boolean()),
    stall: z.exactOptional(z.boolean()),
    status: z.exactOptional(z.int().min(200).max(599)),
    code: z.exactOptional(z.string().min(1)),
    loseReply: z.exactOptional(z.boolean()),
    cutAnswerAfterBytes: z.exactOptional(count),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one fault')

const faultRule: z.ZodType<FaultRule> = z
  .strictObject({
    service: z.enum(['cos', 'wechat']),
    method: z.exactOptional(z.string().regex(/^[A-Z]+$/, 'write the method in upper case')),
    targetContains: z.exactOptional(z.string()),
    fault,
    times: z.exactOptional(z.int().positive()),
    skip: z.exactOptional(count),
    forMs: z.exactOptional(durationMs),
  })
  .refine(({ service, fault: { code } }) => service === 'cos' || code === undefined || /^-?\d+$/.test(code), {
    path: ['fault', 'code'],
    message: 'an errcode of WeChat is a whole number, such as "-1" or "40001"',
  })

/** A rule as it came over HTTP. */
export type FaultRuleParse = { ok: true; rule: FaultRule } | { ok: false; problem: string }

/** @returns the rule, or a sentence that names everything that is wrong with it */
export function parseFaultRule(input: unknown): FaultRuleParse {
  const { success, data, error } = faultRule.safeParse(input)
  if (success) return { ok: true, rule: data }
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'rule'}: ${message}`)
  return { ok: false, problem: `${problems.join('; ')}.` }
}
