import { z } from 'zod'
import type { EmulatorSettings } from './settings.js'

const count = z.int().nonnegative()
const seconds = z.int().min(1).max(7_200)

const changes: z.ZodType<Partial<EmulatorSettings>> = z.strictObject({
  plainTokenCallsPerDay: z.exactOptional(count),
  stableTokenCallsPerMinute: z.exactOptional(count),
  stableTokenCallsPerDay: z.exactOptional(count),
  forcedTokenCallsPerDay: z.exactOptional(count),
  forcedTokenIntervalSeconds: z.exactOptional(count),
  tokenSeconds: z.exactOptional(seconds),
  allowedAddresses: z.exactOptional(z.array(z.string().min(1)).nullable()),
  cloudOpened: z.exactOptional(z.boolean()),
  cloudFileAccess: z.exactOptional(z.enum(['creator', 'everybody'])),
  cosKeySeconds: z.exactOptional(seconds),
  filesEndpoint: z.exactOptional(
    z
      .string()
      .regex(/^https?:\/\/[^/]+$/, 'write an origin without a path')
      .nullable(),
  ),
  openInterface: z.exactOptional(z.boolean()),
  openInterfacePaths: z.exactOptional(z.array(z.string().startsWith('/'))),
  webPerson: z.exactOptional(z.string().min(1)),
  webPersonRefuses: z.exactOptional(z.boolean()),
  webSnapshot: z.exactOptional(z.boolean()),
  unionid: z.exactOptional(z.enum(['never', 'userinfo', 'always'])),
  webAuthorizationDomains: z.exactOptional(z.array(z.string().min(1))),
})

/** Changes as they came over HTTP. */
export type SettingsParse = { ok: true; changes: Partial<EmulatorSettings> } | { ok: false; problem: string }

/** @returns the changes, or a sentence that names everything that is wrong with them */
export function parseSettings(input: unknown): SettingsParse {
  const { success, data, error } = changes.safeParse(input)
  if (success) return { ok: true, changes: data }
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`)
  return { ok: false, problem: `${problems.join('; ')}.` }
}
