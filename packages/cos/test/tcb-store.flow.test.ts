import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { CloudStorageApi, CloudUploadLink } from '@photolift/wechat-api'
import { createTcbObjectStore, type DeleteFailure, type ObjectStore } from '../src/index.js'
import { linkTo } from './contracts/read-urls.contract.js'
import { cloudStorage, type StoreWorld, startStoreWorld } from './store-world.js'

const BYTES = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')

let world: StoreWorld
let storage: CloudStorageApi
let store: ObjectStore
/** Upload links that WeChat gave. */
let uploadLinks: CloudUploadLink[]
let key: string

beforeAll(async () => {
  world = await startStoreWorld('tcb')
})
beforeEach(() => {
  key = world.newKey()
  uploadLinks = []
  const real = cloudStorage(world.emulator)
  storage = {
    ...real,
    async uploadLink(path) {
      const link = await real.uploadLink(path)
      uploadLinks.push(link)
      return link
    },
  }
  store = createTcbObjectStore({ storage, cloudEnv: world.emulator.cloud.env })
})
afterEach(() => {
  world.emulator.faults.clear()
  world.emulator.settings.change({ cloudOpened: true })
})
afterAll(() => world.close())

describe('the bucket of the environment', () => {
  it('is asked for once, by the first call that needs its name', async () => {
    await world.put(key, BYTES)

    expect(store.cloudFileId(key)).toBeUndefined()
    await Promise.all([store.readUrls([linkTo(key)]), store.read({ key }).then((object) => object?.body.destroy())])

    expect(store.cloudFileId(key)).toContain(world.bucket.bucket)
    expect(uploadLinks).toHaveLength(1)
    expect(world.stored('photolift-')).toEqual([])
  })

  it('is not asked for where it was named', async () => {
    const { bucket } = world.bucket
    store = createTcbObjectStore({ storage, cloudEnv: world.emulator.cloud.env, bucket })

    await store.deleteMany([key])

    expect(store.cloudFileId(key)).toBe(`cloud://${world.emulator.cloud.env}.${bucket}/${key}`)
    expect(uploadLinks).toEqual([])
  })

  it('that was named wrongly is told, and nothing is stored', async () => {
    store = createTcbObjectStore({ storage, cloudEnv: world.emulator.cloud.env, bucket: 'other-1250000000' })

    for (const call of [() => store.checkAccess(), () => store.write(writing())]) {
      await expect(call()).rejects.toMatchObject({
        code: 'INTERNAL',
        message: expect.stringContaining(world.bucket.bucket),
      })
    }
    expect(world.stored(key)).toEqual([])
  })
})

describe('what is written', () => {
  it('belongs to nobody but the administrator, and says so', async () => {
    await expect(store.write({ ...writing(), ownerOpenid: 'openid-of-ann' })).rejects.toMatchObject({
      code: 'STORAGE_CANNOT',
    })
    expect(world.stored(key)).toEqual([])
  })

  it('goes by a fresh link at each try', async () => {
    world.spoil({ status: 503, code: 'SlowDown' }, { times: 1 })

    await store.write(writing())

    expect(uploadLinks).toHaveLength(2)
  })

  it('is not believed to be stored where COS refuses it', async () => {
    world.spoil({ status: 403, code: 'AccessDenied' })

    await expect(store.write(writing())).rejects.toMatchObject({ code: 'INTERNAL', cosErrorCode: 'AccessDenied' })
  })

  it('under a path that WeChat does not take is refused', async () => {
    await expect(store.write({ ...writing(), key: 'a//b' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

describe('a link that has ended', () => {
  it('is asked for anew, once', async () => {
    await world.put(key, BYTES)
    const met = world.spoil({ status: 403, code: 'AccessDenied' }, { times: 1 })

    const object = await store.read({ key })

    expect((await buffer(object?.body ?? Readable.from([]))).equals(BYTES)).toBe(true)
    expect(met()).toBe(1)
  })

  it('again is an error', async () => {
    await world.put(key, BYTES)
    world.spoil({ status: 403, code: 'AccessDenied' })

    await expect(store.read({ key })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

describe('a file that WeChat refuses', () => {
  it('has its own error among links that are given', async () => {
    await world.put(key, BYTES)
    const missing = world.newKey()

    const links = await store.readUrls([linkTo(missing), linkTo(key)])

    expect(links).toEqual([
      { error: { code: 'FILE_NOT_FOUND', message: expect.not.stringContaining('FILE_NOT_FOUND') } },
      { url: expect.any(String), expiresAt: expect.any(Date) },
    ])
  })

  it('is named where many are deleted, and the others are gone', async () => {
    const keys = [key, world.newKey(), world.newKey()]
    await Promise.all(keys.map((each) => world.put(each, BYTES)))
    const refusal = new AppError('WECHAT_UNAVAILABLE', 'busy')
    const real = storage.deleteFiles
    storage.deleteFiles = async (ids) => {
      const others = await real(ids.filter((id) => !id.endsWith(keys[1] as string)))
      return ids.map(
        (cloudFileId) => others.find((other) => other.cloudFileId === cloudFileId) ?? { cloudFileId, error: refusal },
      )
    }

    const failure = await store.deleteMany(keys).catch((error: unknown) => error)

    expect(failure).toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      message: 'WECHAT_UNAVAILABLE: 1 of the objects could not be deleted, the first for: busy',
    })
    expect(((failure as AppError).cause as DeleteFailure).failures).toEqual([{ key: keys[1], error: refusal }])
    expect(keys.map((each) => world.stored(each).length)).toEqual([0, 1, 0])
  })
})

it('an environment without a cloud is told by every call', async () => {
  world.emulator.settings.change({ cloudOpened: false })

  for (const call of [
    () => store.write(writing()),
    () => store.read({ key }),
    () => store.readUrls([linkTo(key)]),
    () => store.deleteMany([key]),
    () => store.checkAccess(),
  ]) {
    await expect(call()).rejects.toMatchObject({ cause: { wechatErrcode: 85088 } })
  }
})

function writing() {
  return { key, open: () => Readable.from([BYTES]), byteLength: BYTES.length, contentType: 'image/jpeg' }
}
