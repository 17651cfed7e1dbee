import { createCloudrunObjectStore, createCosObjectStore, type ObjectStore } from '@photolift/cos'
import { createEnvironmentStorageApi, createOpenInterfaceChannel } from '@photolift/wechat-api'
import type { Clock } from '../clock.js'
import type { StorageConfiguration } from '../configuration/configuration.js'

/** The bucket that the configuration names. Nothing behind it knows which kind it is, but by what the store says that it can do. */
export function createStore(storage: StorageConfiguration, clock: Clock): ObjectStore {
  if (storage.kind === 'cos') {
    const { bucket, credential, formCredential } = storage
    return createCosObjectStore(bucket, credential, { formCredential })
  }
  const { bucket, cloudEnv, openInterfaceUrl } = storage
  const channel = createOpenInterfaceChannel(openInterfaceUrl === undefined ? {} : { baseUrl: openInterfaceUrl })
  return createCloudrunObjectStore({ bucket, cloudEnv, storage: createEnvironmentStorageApi(channel), now: clock })
}
