import type { CosBucket, CosCredential } from '@photolift/cos'
import type { WechatApp } from '@photolift/wechat-api'
import { ConfigurationError, type Environment, readEnvironment } from './environment.js'

/** Which storage, and what opens it. */
export type StorageAddress =
  | { kind: 'cos'; bucket: CosBucket; credential: CosCredential }
  /** The environment's own bucket; only inside 云托管. */
  | { kind: 'cloudrun'; bucket: CosBucket; cloudEnv: string; openInterfaceUrl: string | undefined }
  /** The environment's own bucket through the HTTP API, from anywhere. */
  | { kind: 'tcb'; app: WechatApp; cloudEnv: string }

type StorageKind = StorageAddress['kind']
type VariableName = keyof Environment

/** What each storage cannot do without, and why. */
const NEEDS = {
  cos: {
    COS_BUCKET: 'STORAGE=cos is an own bucket',
    COS_REGION: 'STORAGE=cos is an own bucket',
    COS_SECRET_ID: 'it goes with COS_BUCKET',
    COS_SECRET_KEY: 'it goes with COS_BUCKET',
  },
  cloudrun: {
    COS_BUCKET: "STORAGE=cloudrun needs the name of the environment's bucket",
    COS_REGION: 'it goes with COS_BUCKET, mostly ap-shanghai',
    CLOUDRUN_ENV: 'STORAGE=cloudrun composes cloud:// ids with it',
  },
  tcb: {
    WECHAT_APPID: 'STORAGE=tcb asks WeChat',
    WECHAT_SECRET: 'STORAGE=tcb asks WeChat',
    CLOUDRUN_ENV: 'STORAGE=tcb needs the id of the cloud environment',
  },
} as const satisfies Record<StorageKind, Partial<Record<VariableName, string>>>

const SECRETS: readonly VariableName[] = ['COS_SECRET_ID', 'COS_SECRET_KEY', 'WECHAT_SECRET']

/** The variables without which the chosen storage cannot be opened, as `[name, why it is needed]`. */
export function missingForStorage(env: Environment): [name: VariableName, why: string][] {
  const needs = Object.entries(NEEDS[env.STORAGE]) as [VariableName, string][]
  return needs.filter(([name]) => env[name] === undefined)
}

/** Those of them that a person can be asked for without showing what they type. */
export function missingSecrets(env: Environment): VariableName[] {
  return missingForStorage(env)
    .map(([name]) => name)
    .filter((name) => SECRETS.includes(name))
}

/** @throws ConfigurationError with all problems at once */
export function readStorageAddress(variables: NodeJS.ProcessEnv): StorageAddress {
  const { env, problems: wrong } = readEnvironment(variables)
  const isWrong = (name: string) => wrong.some((problem) => problem.startsWith(`${name} `))
  const missing = missingForStorage(env)
    .filter(([name]) => !isWrong(name))
    .map(([name, why]) => `${name} is missing: ${why}`)
  const problems = [...wrong, ...missing]
  if (problems.length > 0) throw new ConfigurationError(problems)
  return toStorageAddress(env)
}

/** Only for variables of which {@link missingForStorage} misses none. */
export function toStorageAddress(env: Environment): StorageAddress {
  const { COS_BUCKET = '', COS_REGION = '', COS_ENDPOINT, CLOUDRUN_ENV = '' } = env
  const bucket = {
    bucket: COS_BUCKET,
    region: COS_REGION,
    ...(COS_ENDPOINT !== undefined && { endpoint: new URL(COS_ENDPOINT).origin }),
  }
  switch (env.STORAGE) {
    case 'cos':
      return {
        kind: 'cos',
        bucket,
        credential: { secretId: env.COS_SECRET_ID ?? '', secretKey: env.COS_SECRET_KEY ?? '' },
      }
    case 'cloudrun':
      return { kind: 'cloudrun', bucket, cloudEnv: CLOUDRUN_ENV, openInterfaceUrl: env.WECHAT_API_BASE_URL }
    case 'tcb':
      // COS_BUCKET may be another bucket of the team's; WeChat knows the environment's own.
      return { kind: 'tcb', app: toWechatApp(env), cloudEnv: CLOUDRUN_ENV }
  }
}

export function toWechatApp(env: Environment): WechatApp {
  return {
    appid: env.WECHAT_APPID ?? '',
    secret: env.WECHAT_SECRET ?? '',
    ...(env.WECHAT_API_BASE_URL !== undefined && { baseUrl: new URL(env.WECHAT_API_BASE_URL).origin }),
  }
}
