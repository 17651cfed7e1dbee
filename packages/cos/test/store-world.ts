import {
  type Emulator,
  type EmulatorOptions,
  type Fault,
  type StoredObjectReport,
  startEmulator,
} from '@photolift/emulator'
import {
  createCloudStorageApi,
  createEnvironmentStorageApi,
  createOpenInterfaceChannel,
  createProcessGuard,
  createTokenChannel,
  createWechatTokens,
} from '@photolift/wechat-api'
import COS from 'cos-nodejs-sdk-v5'
import type { ObjectStore } from '../src/index.js'
import { type CosBucket, createCloudrunObjectStore, createCosObjectStore, createTcbObjectStore } from '../src/index.js'

/** A store under test, and its bucket seen from behind. */
export interface StoreWorld {
  emulator: Emulator
  store: ObjectStore
  /** The bucket of {@link store}, at COS's own API. */
  bucket: CosBucket
  /** A key that no other test has, with characters that are easily spoilt on their way. */
  newKey(): string
  /** Stores an object as the bucket's owner does, beside the store under test. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** What really lies under keys that begin so. */
  stored(prefix: string): StoredObjectReport[]
  /** Lets requests to the bucket meet a fault. @returns how many have met it so far */
  spoil(fault: Fault, rule?: { times?: number; skip?: number; method?: string }): () => number
  /** Stops what was started. */
  close(): Promise<void>
}

export type StoreKind = ObjectStore['kind']

/** A world whose store is of one kind, on an emulator of its own. */
export async function startStoreWorld(kind: StoreKind, options: EmulatorOptions = {}): Promise<StoreWorld> {
  const emulator = await startEmulator(options)
  const bucket = kind === 'cos' ? emulator.cos : emulator.cloud
  let keyNumber = 0

  return {
    emulator,
    store: storeOn(emulator, kind, options),
    bucket,
    newKey() {
      keyNumber += 1
      return `photos/u1/照片 (${keyNumber})+a&b=c~'!*.jpg`
    },
    put: (key, bytes) => putAsOwner(emulator, kind, { key, bytes }),
    stored: (prefix) => emulator.objects.list(prefix, { bucket: bucket.bucket }),
    spoil(fault, rule) {
      const id = emulator.faults.add({ service: 'cos', fault, ...rule })
      return () => emulator.faults.list().find((report) => report.id === id)?.met ?? 0
    },
    close: () => emulator.close(),
  }
}

/** The cloud environment's own API, as a container sees it. */
export function environmentStorage(emulator: Emulator): ReturnType<typeof createEnvironmentStorageApi> {
  return createEnvironmentStorageApi(createOpenInterfaceChannel({ baseUrl: emulator.openInterface.endpoint }))
}

/** The cloud environment's HTTP API, from anywhere. */
export function cloudStorage(emulator: Emulator): ReturnType<typeof createCloudStorageApi> {
  const { endpoint: baseUrl, appid, secret, env } = emulator.wechat
  const tokens = createWechatTokens({ appid, secret, baseUrl }, { guard: createProcessGuard() })
  return createCloudStorageApi(createTokenChannel({ baseUrl, tokens }), env)
}

export function storeOn(
  emulator: Emulator,
  kind: StoreKind,
  { now, answerWithinMs }: { now?: () => number; answerWithinMs?: number } = {},
): ObjectStore {
  const limits = { ...(answerWithinMs !== undefined && { answerWithinMs }) }
  const clock = { ...(now && { now }) }
  const { env: cloudEnv } = emulator.cloud
  switch (kind) {
    case 'cos':
      return createCosObjectStore(emulator.cos, emulator.cos, limits)
    case 'cloudrun':
      return createCloudrunObjectStore({
        bucket: emulator.cloud,
        cloudEnv,
        storage: environmentStorage(emulator),
        ...clock,
        ...limits,
      })
    case 'tcb':
      return createTcbObjectStore({ storage: cloudStorage(emulator), cloudEnv, ...clock, ...limits })
  }
}

/** By the official SDK. In the cloud's bucket, as the administrator's file. */
async function putAsOwner(
  emulator: Emulator,
  kind: StoreKind,
  { key, bytes }: { key: string; bytes: Uint8Array },
): Promise<void> {
  const { bucket, region, endpoint } = kind === 'cos' ? emulator.cos : emulator.cloud
  const place = { Bucket: bucket, Region: region, Key: key, Body: Buffer.from(bytes) }
  const at = { Domain: new URL(endpoint).host, Protocol: 'http:' as const }
  if (kind === 'cos') {
    const { secretId, secretKey } = emulator.cos
    await new COS({ SecretId: secretId, SecretKey: secretKey, ...at }).putObject(place)
    return
  }
  const storage = environmentStorage(emulator)
  const { secretId, secretKey, cosSessionToken } = await storage.temporaryKey()
  const [metaId = ''] = await storage.metaIds({ bucket, openid: '', keys: [key] })
  const cos = new COS({ SecretId: secretId, SecretKey: secretKey, SecurityToken: cosSessionToken, ...at })
  await cos.putObject({ ...place, Headers: { 'x-cos-meta-fileid': metaId } })
}
