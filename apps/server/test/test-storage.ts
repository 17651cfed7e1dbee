import { expect } from '@jest/globals'
import type { Emulator } from '@photolift/emulator'
import type { StorageConfiguration } from '../src/configuration/configuration.js'

/** Set by the jest configuration that runs. */
declare const TEST_STORAGE: StorageConfiguration['kind']

/** The kind of bucket that this run is about, and with it who tells whose login it is. */
export const testStorage = TEST_STORAGE

/** The bucket in which a service of that kind keeps its photos. */
export function bucketOf(emulator: Emulator, storage = testStorage): string {
  return storage === 'cos' ? emulator.cos.bucket : emulator.cloud.bucket
}

/** Environment of a service that keeps photos in the emulator's bucket of that kind. */
export function storageEnvironment(emulator: Emulator, storage = testStorage): Record<string, string> {
  if (storage === 'cloudrun') {
    const { env, bucket, region, endpoint } = emulator.cloud
    return {
      STORAGE: 'cloudrun',
      LOGIN: 'cloudrun',
      CLOUDRUN_ENV: env,
      COS_ENDPOINT: endpoint,
      COS_BUCKET: bucket,
      COS_REGION: region,
      WECHAT_API_BASE_URL: emulator.openInterface.endpoint,
      WECHAT_APPID: emulator.wechat.appid,
      // What these suites store are no pictures that could be made smaller.
      THUMBNAILS: 'none',
    }
  }
  const { cos, wechat } = emulator
  return {
    COS_ENDPOINT: cos.endpoint,
    COS_BUCKET: cos.bucket,
    COS_REGION: cos.region,
    COS_SECRET_ID: cos.secretId,
    COS_SECRET_KEY: cos.secretKey,
    WECHAT_API_BASE_URL: wechat.endpoint,
    WECHAT_APPID: wechat.appid,
    WECHAT_SECRET: wechat.secret,
  }
}

/** The only metadata that an object of ours carries. */
export function ownMetadata(storage = testStorage): object {
  return storage === 'cos' ? {} : { fileid: expect.any(String) }
}

/** What 云托管 adds to the request of a person who comes through callContainer. */
export function platformHeaders({ wechat, cloud }: Emulator, openid: string): Record<string, string> {
  return { 'x-wx-source': 'wx_client', 'x-wx-appid': wechat.appid, 'x-wx-env': cloud.env, 'x-wx-openid': openid }
}
