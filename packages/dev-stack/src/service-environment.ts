import { randomBytes } from 'node:crypto'
import type { EmulatorReport } from './emulator-report.js'

export interface ServiceEnvironmentOptions {
  /**
   * As in 云托管: photos in the bucket of the cloud environment, and people known by what the gateway says of them.
   * Default false: a bucket and logins of our own.
   */
  cloudrun?: boolean
  /** Origins of the web page, whose people come through the emulated service account. Not with `cloudrun`. Default: no web page. */
  pageOrigins?: readonly string[]
}

/** What the service needs to know of an emulator; without `PORT`. The JWT secret is a new one at each call. */
export function serviceEnvironment(
  emulator: EmulatorReport,
  databaseUrl: string,
  { cloudrun = false, pageOrigins = [] }: ServiceEnvironmentOptions = {},
): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    JWT_SECRET: randomBytes(32).toString('hex'),
    DATABASE_URL: databaseUrl,
    WECHAT_APPID: emulator.wechat.appid,
    ...(cloudrun ? inCloud(emulator) : onOwnMachine(emulator)),
    ...(pageOrigins.length > 0 && forWebPage(emulator, pageOrigins)),
  }
}

function onOwnMachine({ cos, wechat }: EmulatorReport): Record<string, string> {
  return {
    STORAGE: 'cos',
    COS_ENDPOINT: cos.endpoint,
    COS_BUCKET: cos.bucket,
    COS_REGION: cos.region,
    COS_SECRET_ID: cos.secretId,
    COS_SECRET_KEY: cos.secretKey,
    LOGIN: 'code',
    WECHAT_API_BASE_URL: wechat.endpoint,
    WECHAT_SECRET: wechat.secret,
  }
}

function forWebPage({ wechat }: EmulatorReport, pageOrigins: readonly string[]): Record<string, string> {
  return {
    H5_ORIGINS: pageOrigins.join(),
    OFFICIAL_APPID: wechat.official.appid,
    OFFICIAL_SECRET: wechat.official.secret,
    OFFICIAL_AUTHORIZE_BASE_URL: wechat.endpoint,
  }
}

/** No key and no secret: the open interface service gives the former, and nothing asks for the latter. */
function inCloud({ cloud, openInterface }: EmulatorReport): Record<string, string> {
  return {
    STORAGE: 'cloudrun',
    CLOUDRUN_ENV: cloud.env,
    COS_ENDPOINT: cloud.endpoint,
    COS_BUCKET: cloud.bucket,
    COS_REGION: cloud.region,
    LOGIN: 'cloudrun',
    WECHAT_API_BASE_URL: openInterface.endpoint,
  }
}
