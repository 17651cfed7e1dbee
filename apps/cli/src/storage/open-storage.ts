import { join } from 'node:path'
import { AppError } from '@photolift/contracts'
import {
  composeCloudFileId,
  createCloudrunObjectStore,
  createCosObjectStore,
  createTcbObjectStore,
  type ObjectStore,
} from '@photolift/cos'
import {
  createCloudStorageApi,
  createEnvironmentStorageApi,
  createOpenInterfaceChannel,
  createTokenChannel,
  createWechatTokens,
  type WechatApp,
  type WechatTokens,
} from '@photolift/wechat-api'
import type { StorageAddress } from '../configuration/storage-address.js'
import { createForcedRefreshFile } from '../state/forced-refresh-file.js'
import { createTokenFile, tokenFileName } from '../state/token-file.js'
import { cosFileId, type GivenId } from './file-id.js'
import type { Storage } from './storage.js'

export interface OpenStorageOptions {
  /** What is kept between runs. */
  stateFolder: string
  /** Hears of what is not fatal, such as an unreadable token file. */
  onProblem: (problem: AppError) => void
  /** The bucket that a `cloud://` id names, for `tcb`, which asks WeChat for its name otherwise. */
  bucketOfIds?: string | undefined
}

/** Opens the storage; nothing is asked of it yet. */
export function openStorage(address: StorageAddress, options: OpenStorageOptions): Storage {
  const store = createStore(address, options)
  const bucketName = address.kind === 'tcb' ? '' : address.bucket.bucket
  return {
    store,
    fileId: (key, cloudFileId = store.cloudFileId(key)) => cloudFileId ?? cosFileId(bucketName, key),
    keyOf: (id) => keyIn(address, store, id),
    identity: identityOf(address),
  }
}

function createStore(address: StorageAddress, options: OpenStorageOptions): ObjectStore {
  switch (address.kind) {
    case 'cos':
      return createCosObjectStore(address.bucket, address.credential)
    case 'cloudrun':
      return openCloudrunStore(address)
    case 'tcb': {
      const { app, cloudEnv } = address
      const { bucketOfIds: bucket } = options
      const tokens = openTokens(app, options)
      const channel = createTokenChannel({ tokens, ...(app.baseUrl !== undefined && { baseUrl: app.baseUrl }) })
      const storage = createCloudStorageApi(channel, cloudEnv)
      return createTcbObjectStore({ storage, cloudEnv, ...(bucket !== undefined && { bucket }) })
    }
  }
}

/** The environment's own bucket, as it is reached inside 云托管. */
export function openCloudrunStore(
  { bucket, cloudEnv, openInterfaceUrl }: Extract<StorageAddress, { kind: 'cloudrun' }>,
  limits: { answerWithinMs?: number } = {},
): ObjectStore {
  const channel = createOpenInterfaceChannel(openInterfaceUrl === undefined ? {} : { baseUrl: openInterfaceUrl })
  return createCloudrunObjectStore({ bucket, cloudEnv, storage: createEnvironmentStorageApi(channel), ...limits })
}

/** The app's access tokens, kept in a file between runs. */
export function openTokens(
  app: WechatApp,
  { stateFolder, onProblem }: Pick<OpenStorageOptions, 'stateFolder' | 'onProblem'>,
): WechatTokens {
  const folder = join(stateFolder, 'tokens')
  const guard = createForcedRefreshFile(folder, tokenFileName(app))
  return createWechatTokens(app, { guard, cache: createTokenFile(folder, app), onProblem })
}

function keyIn(address: StorageAddress, store: ObjectStore, id: Exclude<GivenId, { kind: 'photo' }>): string {
  if (id.kind === 'cos') {
    if (address.kind !== 'tcb' && id.bucket === address.bucket.bucket) return id.key
    throw new AppError('FILE_NOT_FOUND', 'the id names another bucket than the variables do')
  }
  if (address.kind === 'cos') {
    throw new AppError('FILE_NOT_FOUND', 'a cloud:// id needs STORAGE=tcb or, inside 云托管, STORAGE=cloudrun')
  }
  if (id.cloudEnv !== address.cloudEnv) {
    throw new AppError('FILE_NOT_FOUND', 'the id names another cloud environment than CLOUDRUN_ENV')
  }
  // The same key in the environment's own bucket is another file than the one that was named.
  const known = store.cloudFileId(id.key)
  if (known === undefined || known === composeCloudFileId(id)) return id.key
  throw new AppError('FILE_NOT_FOUND', "the id names another bucket than the environment's own")
}

function identityOf(address: StorageAddress): string {
  switch (address.kind) {
    case 'cos':
      return JSON.stringify(['cos', address.bucket.bucket, address.bucket.region, address.bucket.endpoint ?? ''])
    // Both reach the same bucket, but their files are known by the same ids only to people.
    case 'cloudrun':
      return JSON.stringify(['cloudrun', address.cloudEnv, address.bucket.bucket, address.bucket.endpoint ?? ''])
    case 'tcb':
      return JSON.stringify(['tcb', address.cloudEnv, address.app.appid, address.app.baseUrl ?? ''])
  }
}
