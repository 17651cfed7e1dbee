import { createSecretKey, type KeyObject } from 'node:crypto'
import type { CosBucket, CosCredential } from '@photolift/cos'
import type { DatabaseAddress } from '@photolift/database'
import type { WechatApp } from '@photolift/wechat-api'
import { type Environment, environment } from './environment.js'
import { isLoopback, pairProblems } from './pair-problems.js'

/** What the service runs with: the environment, checked and put in order. */
export interface Configuration {
  listen: { host: string; port: number }
  logLevel: Environment['LOG_LEVEL']
  jwtKeys: JwtKeys
  operations: { token: string | undefined; openWithoutToken: boolean }
  database: DatabaseAddress
  storage: StorageConfiguration
  thumbnails: 'ci' | 'server' | 'none'
  login: { kind: 'code'; app: WechatApp } | { kind: 'cloudrun'; appid: string; cloudrunEnv: string | undefined }
  webPage: WebPageConfiguration
  /** Lower-case header name; `socket` believes the connection alone; `off` drops the limit per address. */
  clientAddress: { from: 'socket' } | { from: 'off' } | { from: 'header'; header: string }
  uploadGrantTtlSeconds: number
  photoMaxBytes: number
  /** Larger photos come in parts, where the storage can. */
  multipartThresholdBytes: number
  quota: { bytes: number; photosPerDay: number }
  limits: { grantsPerMinute: number; requestsPerMinute: number }
}

/** The page for WeChat's own browser and any other. */
export interface WebPageConfiguration {
  /** As `URL.origin` writes them; empty where there is no web page. */
  origins: readonly string[]
  official: OfficialAccount | undefined
  /** Folder of the built page, where the service gives it out. */
  folder: string | undefined
}

/** The service account (服务号) that logs people of the page in. */
export interface OfficialAccount {
  app: WechatApp
  /** Origin of WeChat's page of authorisation, where it is not WeChat's own. */
  authorizeBaseUrl: string | undefined
  /** Origin under which browsers reach the service, where the Host header does not tell. */
  callbackOrigin: string | undefined
}

/** Where photos are kept, and with which keys. */
export type StorageConfiguration =
  | {
      kind: 'cos'
      bucket: CosBucket
      credential: CosCredential
      /** Signs forms, nothing else. */
      formCredential: CosCredential
    }
  | {
      kind: 'cloudrun'
      bucket: CosBucket
      cloudEnv: string
      /** Origin of the open interface service, where it is not the platform's own. */
      openInterfaceUrl: string | undefined
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

function toConfiguration(env: Environment): Configuration {
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
      openWithoutToken: isLoopback(env.HOST) && clientAddress.from === 'socket',
    },
    database: readDatabase(env),
    storage: env.STORAGE === 'cos' ? readOwnBucket(env) : readCloudBucket(env),
    thumbnails: env.THUMBNAILS ?? (env.STORAGE === 'cos' ? 'ci' : 'server'),
    login: readLogin(env),
    webPage: { origins: env.H5_ORIGINS, official: readOfficial(env), folder: env.H5_DIST },
    clientAddress,
    uploadGrantTtlSeconds: env.UPLOAD_GRANT_TTL_SECONDS,
    photoMaxBytes: env.PHOTO_MAX_BYTES,
    multipartThresholdBytes: env.MULTIPART_THRESHOLD_BYTES,
    quota: { bytes: env.QUOTA_BYTES, photosPerDay: env.QUOTA_PHOTOS_PER_DAY },
    limits: { grantsPerMinute: env.LIMIT_GRANTS_PER_MINUTE, requestsPerMinute: env.LIMIT_REQUESTS_PER_MINUTE },
  }
}

function readDatabase(env: Environment): Configuration['database'] {
  if (env.DATABASE_URL?.startsWith('mysql:')) return { kind: 'mysql', url: env.DATABASE_URL }
  if (env.DATABASE_URL !== undefined) return { kind: 'sqlite', file: env.DATABASE_URL.slice('sqlite:'.length) }
  if (env.MYSQL_ADDRESS === undefined) return { kind: 'sqlite', file: 'photolift.sqlite' }
  const url = new URL(`mysql://${env.MYSQL_ADDRESS}/${env.MYSQL_DATABASE}`)
  url.username = encodeURIComponent(env.MYSQL_USERNAME ?? '')
  url.password = encodeURIComponent(env.MYSQL_PASSWORD ?? '')
  return { kind: 'mysql', url: url.href }
}

// Below, what stands behind `as string` was seen by pairProblems.

function readOwnBucket(env: Environment): StorageConfiguration {
  const credential = { secretId: env.COS_SECRET_ID as string, secretKey: env.COS_SECRET_KEY as string }
  const formCredential =
    env.COS_POST_SECRET_ID === undefined || env.COS_POST_SECRET_KEY === undefined
      ? credential
      : { secretId: env.COS_POST_SECRET_ID, secretKey: env.COS_POST_SECRET_KEY }
  return { kind: 'cos', bucket: readBucket(env, env.COS_REGION as string), credential, formCredential }
}

function readCloudBucket(env: Environment): StorageConfiguration {
  const openInterfaceUrl = env.WECHAT_API_BASE_URL && new URL(env.WECHAT_API_BASE_URL).origin
  const bucket = readBucket(env, env.COS_REGION ?? CLOUD_REGION_DEFAULT)
  return { kind: 'cloudrun', bucket, cloudEnv: cloudEnvOf(env) as string, openInterfaceUrl }
}

/** Environments of 云托管 lie there unless their page says otherwise. */
const CLOUD_REGION_DEFAULT = 'ap-shanghai'

function readBucket(env: Environment, region: string): CosBucket {
  const endpoint = env.COS_ENDPOINT && new URL(env.COS_ENDPOINT).origin
  return { bucket: env.COS_BUCKET, region, ...(endpoint === undefined ? {} : { endpoint }) }
}

function cloudEnvOf(env: Environment): string | undefined {
  return env.CLOUDRUN_ENV ?? env.CBR_ENV_ID
}

function readLogin(env: Environment): Configuration['login'] {
  if (env.LOGIN === 'cloudrun') return { kind: 'cloudrun', appid: env.WECHAT_APPID, cloudrunEnv: cloudEnvOf(env) }
  return {
    kind: 'code',
    app: {
      appid: env.WECHAT_APPID,
      secret: env.WECHAT_SECRET as string,
      ...(env.WECHAT_API_BASE_URL === undefined ? {} : { baseUrl: new URL(env.WECHAT_API_BASE_URL).origin }),
    },
  }
}

function readOfficial(env: Environment): OfficialAccount | undefined {
  if (env.OFFICIAL_APPID === undefined) return undefined
  const originOf = (url: string | undefined) => url && new URL(url).origin
  const baseUrl = originOf(env.WECHAT_API_BASE_URL)
  return {
    app: {
      appid: env.OFFICIAL_APPID,
      secret: env.OFFICIAL_SECRET as string,
      ...(baseUrl === undefined ? {} : { baseUrl }),
    },
    authorizeBaseUrl: originOf(env.OFFICIAL_AUTHORIZE_BASE_URL),
    callbackOrigin: originOf(env.OFFICIAL_CALLBACK_ORIGIN),
  }
}

function readClientAddress(header: string | undefined): Configuration['clientAddress'] {
  if (header === undefined) return { from: 'socket' }
  return header === 'off' ? { from: 'off' } : { from: 'header', header }
}
