import type { Check, Finding, SetUp } from './check.js'
import { bucket } from './checks/bucket.js'
import { bucketRights } from './checks/bucket-rights.js'
import { clock } from './checks/clock.js'
import { cloudEnvironment } from './checks/cloud-environment.js'
import { cors } from './checks/cors.js'
import { database } from './checks/database.js'
import { encryption } from './checks/encryption.js'
import { formKeys } from './checks/form-keys.js'
import { jwtSecret } from './checks/jwt-secret.js'
import { lifecycle } from './checks/lifecycle.js'
import { service } from './checks/service.js'
import { serviceAccount } from './checks/service-account.js'
import { serviceSettings } from './checks/service-settings.js'
import { tokenMode } from './checks/token-mode.js'
import { variables } from './checks/variables.js'
import { wechatLogin } from './checks/wechat-login.js'
import { wechatToken } from './checks/wechat-token.js'

export type NamedFinding = Finding & { check: string }

/** Runs all checks that apply. Where the bucket does not answer at all, those that would only say so again are left out. */
export async function examine(setUp: SetUp): Promise<NamedFinding[]> {
  const before = await Promise.all([...CONFIGURATION, ...REACHABLE].map((check) => run(check, setUp)))
  const isBucketThere = !before.flat().some(({ check, level }) => check === bucket.name && level === 'error')
  const after = isBucketThere ? await Promise.all(IN_THE_BUCKET.map((check) => run(check, setUp))) : []
  return [...before, ...after].flat()
}

const CONFIGURATION: readonly Check[] = [variables, jwtSecret, serviceSettings, encryption]
const REACHABLE: readonly Check[] = [
  clock,
  bucket,
  wechatLogin,
  wechatToken,
  tokenMode,
  serviceAccount,
  cloudEnvironment,
  database,
  service,
]
const IN_THE_BUCKET: readonly Check[] = [bucketRights, formKeys, cors, lifecycle]

async function run(check: Check, setUp: SetUp): Promise<NamedFinding[]> {
  const findings = await check.look(setUp).catch((error: unknown): Finding[] => {
    const name = error instanceof Error ? error.name : typeof error
    return [
      {
        level: 'error',
        finding: `this check failed itself (${name})`,
        fix: 'The other findings may say why; else report it with your version.',
      },
    ]
  })
  return findings.map((finding) => ({ check: check.name, ...finding }))
}
