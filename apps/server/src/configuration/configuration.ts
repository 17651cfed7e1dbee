import { createSecretKey, type KeyObject } from 'node:crypto'
import type { CosBucket, CosCredential } from '@photolift/cos'
import type { DatabaseAddress } from '@photolift/database'
import type { WechatApp } from '@photolift/wechat-api'
import { type Environment, environment } from './environment.js'

/** What the service runs with: the environment, checked and put in order. */
export interface Configuration {
  listen: { host: string; port: number }
  logLevel: Environment['LOG_LEVEL']
  jwtKeys: JwtKeys
  operations: { token: string | undefined; openWithoutToken: boolean }
  database: DatabaseAddress
  bucket: CosBucket
  storeCredential: CosCredential
  /** Signs forms, nothing else. */
  formCredential: CosCredential
  thumbnails: Environment['THUMBNAILS']
  login: { kind: 'code'; app: WechatApp } | { kind: 'cloudrun'; appid: string; cloudrunEnv: string | undefined }
  /** Lower-case header name; `socket` believes the connection alone; `off` drops the limit per address. */
  clientAddress: { from: 'socket' } | { from: 'off' } | { from: 'header'; header: string }
  uploadGrantTtlSeconds: number
  photoMaxBytes: number
  quota: { bytes: number; photosPerDay: number }
  limits: { grantsPerMinute: number; requestsPerMinute: number }
}

/** HS256 keys; KeyObjects, because parsing a string at each verification costs more than verifying (26 against 7 µs). */
export interface JwtKeys {
  /** Signs and verifies. */
  current: KeyObject
  /** Verifies only. */
  previous: KeyObject | undefined
}

/** Says which variables are wrong and why; never what they hold, since values are secrets. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'

  constructor(readonly problems: readonly string[]) {
    super(['The configuration has problems:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
  }
}

/**
 * Reads and checks the environment. An empty variable counts as absent.
 * @throws ConfigurationError with all problems at once
 */
export function readConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const read = environment.safeParse(given)
  const wrong = read.success
    ? []
    : read.error.issues.map(({ path, message }) => {
        const name = String(path[0])
        return `${name} ${given[name] === undefined ? 'is missing' : message}`
      })
  const problems = [...wrong, ...pairProblems(given)]
  if (!read.success || problems.length > 0) throw new ConfigurationError(problems)
  return toConfiguration(read.data)
}

/** Variables that are fine alone and cannot work together. */
function pairProblems(given: Record<string, string | undefined>): string[] {
  const problems: string[] = []
  const onMysql = given['DATABASE_URL']?.startsWith('mysql:') ?? given['MYSQL_ADDRESS'] !== undefined
  if (given['LOGIN'] !== 'cloudrun' && given['WECHAT_SECRET'] === undefined)
    problems.push('WECHAT_SECRET is missing: LOGIN=code exchanges login codes with it')
  if ((given['COS_POST_SECRET_ID'] === undefined) !== (given['COS_POST_SECRET_KEY'] === undefined))
    problems.push('COS_POST_SECRET_ID and COS_POST_SECRET_KEY go together: one of them is missing')
  if (
    given['MYSQL_ADDRESS'] !== undefined &&
    given['DATABASE_URL'] === undefined &&
    given['MYSQL_USERNAME'] === undefined
  )
    problems.push('MYSQL_USERNAME is missing: it goes with MYSQL_ADDRESS')
  if (given['CBR_ENV_ID'] === undefined) return problems
  if (!onMysql)
    problems.push('DATABASE_URL must be mysql://…: 云托管 keeps no files, SQLite would be lost at each release')
  if (given['CLIENT_ADDRESS_HEADER'] === undefined)
    problems.push(
      'CLIENT_ADDRESS_HEADER is missing: in 云托管 all clients share one socket address; give X-Original-Forwarded-For or off',
    )
  return problems
}

function toConfiguration(env: Environment): Configuration {
  const storeCredential = { secretId: env.COS_SECRET_ID, secretKey: env.COS_SECRET_KEY }
  const clientAddress = readClientAddress(env.CLIENT_ADDRESS_HEADER)
  return {
    listen: { host: env.HOST, port: env.PORT },
    logLevel: env.LOG_LEVEL,
    jwtKeys: {
      current: createSecretKey(env.JWT_SECRET, 'utf8'),
      previous: env.JWT_SECRET_PREVIOUS === undefined ? undefined : createSecretKey(env.JWT_SECRET_PREVIOUS, 'utf8'),
    },
    operations: {
      token: env.OPERATIONS_TOKEN,
      // A header that tells the client's address says that a proxy stands in front, which may be public.
      openWithoutToken: LOOPBACK_HOSTS.has(env.HOST) && clientAddress.from === 'socket',
    },
    database: readDatabase(env),
    bucket: {
      bucket: env.COS_BUCKET,
      region: env.COS_REGION,
      ...(env.COS_ENDPOINT === undefined ? {} : { endpoint: new URL(env.COS_ENDPOINT).origin }),
    },
    storeCredential,
    formCredential:
      env.COS_POST_SECRET_ID === undefined || env.COS_POST_SECRET_KEY === undefined
        ? storeCredential
        : { secretId: env.COS_POST_SECRET_ID, secretKey: env.COS_POST_SECRET_KEY },
    thumbnails: env.THUMBNAILS,
    login: readLogin(env),
    clientAddress,
    uploadGrantTtlSeconds: env.UPLOAD_GRANT_TTL_SECONDS,
    photoMaxBytes: env.PHOTO_MAX_BYTES,
    quota: { bytes: env.QUOTA_BYTES, photosPerDay: env.QUOTA_PHOTOS_PER_DAY },
    limits: { grantsPerMinute: env.LIMIT_GRANTS_PER_MINUTE, requestsPerMinute: env.LIMIT_REQUESTS_PER_MINUTE },
  }
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost'])

function readDatabase(env: Environment): Configuration['database'] {
  if (env.DATABASE_URL?.startsWith('mysql:')) return { kind: 'mysql', url: env.DATABASE_URL }
  if (env.DATABASE_URL !== undefined) return { kind: 'sqlite', file: env.DATABASE_URL.slice('sqlite:'.length) }
  if (env.MYSQL_ADDRESS === undefined) return { kind: 'sqlite', file: 'photolift.sqlite' }
  const url = new URL(`mysql://${env.MYSQL_ADDRESS}/${env.MYSQL_DATABASE}`)
  url.username = encodeURIComponent(env.MYSQL_USERNAME ?? '')
  url.password = encodeURIComponent(env.MYSQL_PASSWORD ?? '')
  return { kind: 'mysql', url: url.href }
}

function readLogin(env: Environment): Configuration['login'] {
  if (env.LOGIN === 'cloudrun') return { kind: 'cloudrun', appid: env.WECHAT_APPID, cloudrunEnv: env.CLOUDRUN_ENV }
  return {
    kind: 'code',
    app: {
      appid: env.WECHAT_APPID,
      // pairProblems has seen that it is there.
      secret: env.WECHAT_SECRET as string,
      ...(env.WECHAT_API_BASE_URL === undefined ? {} : { baseUrl: new URL(env.WECHAT_API_BASE_URL).origin }),
    },
  }
}

function readClientAddress(header: string | undefined): Configuration['clientAddress'] {
  if (header === undefined) return { from: 'socket' }
  return header === 'off' ? { from: 'off' } : { from: 'header', header }
}
