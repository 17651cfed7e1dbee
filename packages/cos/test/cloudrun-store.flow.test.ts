import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { EnvironmentStorageApi, MetaIdRequest, TemporaryCosKey } from '@photolift/wechat-api'
import { createCloudrunObjectStore, type ObjectStore, type UploadForm } from '../src/index.js'
import { openedBy } from './contracts/cloud-file-ids.contract.js'
import { linkTo, urlOf } from './contracts/read-urls.contract.js'
import { formRequest, md5Hex, postForm } from './post-form.js'
import { environmentStorage, type StoreWorld, startStoreWorld } from './store-world.js'

const PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')
const ANN = 'openid-of-ann'

let world: StoreWorld
let store: ObjectStore
/** What the environment has given to the store. */
let keys: TemporaryCosKey[]
let metaIdRequests: MetaIdRequest[]
/** Where the emulator's clock stands still; undefined while it goes with the store's. */
let stoppedAt: Date | undefined

beforeAll(async () => {
  world = await startStoreWorld('cloudrun', { now: () => stoppedAt?.getTime() ?? Date.now() })
})
beforeEach(() => {
  stoppedAt = undefined
  keys = []
  metaIdRequests = []
  store = createCloudrunObjectStore({
    bucket: world.emulator.cloud,
    cloudEnv: world.emulator.cloud.env,
    storage: watched(environmentStorage(world.emulator)),
  })
})
afterEach(() => {
  world.emulator.faults.clear()
  world.emulator.settings.change({ cosKeySeconds: 1_800 })
})
afterAll(() => world.close())

describe('the keys of the environment', () => {
  it('are in no form, link or id, nor in the store itself', async () => {
    const key = world.newKey()
    const upload = { key, uploadId: await store.initiateMultipart({ key, contentType: 'image/jpeg' }) }
    const given = [
      await store.signPartUrls(upload, partUrls()),
      await store.signUploadForms([{ ...formRequest(key, PHOTO), ownerOpenid: ANN }]),
      await store.readUrls([linkTo(key)]),
      store.cloudFileId(key),
    ]

    const [secret] = keys
    const text = JSON.stringify(given) + inspect([given, store], { depth: Infinity, showHidden: true })
    expect(text).toContain(secret?.cosSessionToken)
    expect(text).not.toContain(secret?.secretKey)
    expect(text).not.toContain(encodeURIComponent(secret?.secretKey ?? ''))
    const policy = Buffer.from((given[1] as UploadForm[])[0]?.fields['policy'] ?? '', 'base64').toString()
    expect(policy).not.toContain(secret?.secretKey)
  })

  it('are fetched once for calls that begin together', async () => {
    await Promise.all([
      store.signUploadForms([formRequest(world.newKey(), PHOTO)]),
      store.readUrls([linkTo(world.newKey())]),
      store.prove(world.newKey(), 16),
      store.list({ prefix: '' }),
      store.checkAccess(),
    ])

    expect(keys).toHaveLength(1)
  })

  it('end before what was asked for: forms and links then end with them, and say so', async () => {
    world.emulator.settings.change({ cosKeySeconds: 300 })
    const key = world.newKey()
    await world.put(key, PHOTO)

    const [form] = await store.signUploadForms([formRequest(key, PHOTO)])
    const [link] = await store.readUrls([{ ...linkTo(key), validUntil: new Date(Date.now() + 5_400_000) }])
    const upload = { key, uploadId: await store.initiateMultipart({ key, contentType: 'image/jpeg' }) }
    const parts = await store.signPartUrls(upload, partUrls())

    const end = keys[0]?.expiresAt as Date
    expect(form?.expiresAt).toEqual(end)
    expect(link).toMatchObject({ expiresAt: end })
    expect(parts.expiresAt).toEqual(end)
    stoppedAt = new Date(end.getTime() - 1)
    expect((await fetch(urlOf(link))).status).toBe(200)
    expect((await fetch(parts.urls[0] ?? '', { method: 'PUT', body: PHOTO })).status).toBe(200)
    stoppedAt = end
    expect((await fetch(urlOf(link))).status).toBeGreaterThanOrEqual(400)
    expect((await postForm({ form: form as UploadForm, bytes: PHOTO })).status).toBeGreaterThanOrEqual(400)
    expect((await fetch(parts.urls[0] ?? '', { method: 'PUT', body: PHOTO })).status).toBeGreaterThanOrEqual(400)
  })

  it.each<[string, (key: string) => Promise<unknown>]>([
    [
      'copy',
      (key) => store.copy({ fromKey: key, toKey: `${key}2`, ifMatch: md5Hex(PHOTO), contentType: 'image/jpeg' }),
    ],
    ['prove', (key) => store.prove(key, 16)],
    ['list', (key) => store.list({ prefix: key })],
    ['write', (key) => store.write(writing(key))],
    ['read', async (key) => buffer((await store.read({ key }))?.body ?? Readable.from([]))],
    ['initiateMultipart', (key) => store.initiateMultipart({ key, contentType: 'image/jpeg' })],
    ['listParts', (key) => store.listParts({ key, uploadId: 'unknown' })],
    ['completeMultipart', (key) => store.completeMultipart({ key, uploadId: 'unknown' }, [])],
    ['abortMultiparts', (key) => store.abortMultiparts([{ key, uploadId: 'unknown' }])],
    ['deleteMany', (key) => store.deleteMany([key])],
    ['checkAccess', () => store.checkAccess()],
  ])('that COS calls ended are fetched anew, once: %s', async (_, call) => {
    const key = world.newKey()
    await world.put(key, PHOTO)
    world.spoil({ expireTokens: true }, { times: 1 })

    await expect(call(key)).resolves.not.toThrow()

    expect(keys).toHaveLength(2)
  })

  it('that COS calls ended again and again are an error', async () => {
    world.spoil({ expireTokens: true })

    await expect(store.prove(world.newKey(), 16)).rejects.toMatchObject({
      code: 'INTERNAL',
      cosErrorCode: 'ExpiredToken',
    })

    expect(keys).toHaveLength(2)
  })

  it('that WeChat does not give are an error with its reason', async () => {
    world.emulator.settings.change({ openInterface: false })

    await expect(store.prove(world.newKey(), 16)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('开放接口服务'),
    })

    world.emulator.settings.change({ openInterface: true })
  })
})

describe('the owner of an object', () => {
  it('reads what was uploaded by a form, copied or written for them; nobody else does', async () => {
    const [uploaded, copied, written] = [world.newKey(), world.newKey(), world.newKey()]
    const [form] = await store.signUploadForms([{ ...formRequest(uploaded, PHOTO), ownerOpenid: ANN }])
    await expect(postForm({ form: form as UploadForm, bytes: PHOTO })).resolves.toEqual({ status: 200 })
    const copy = { fromKey: uploaded, toKey: copied, ifMatch: md5Hex(PHOTO), contentType: 'image/jpeg' }
    await expect(store.copy({ ...copy, ownerOpenid: ANN })).resolves.toBe('copied')
    await store.write({ ...writing(written), ownerOpenid: ANN })

    for (const key of [uploaded, copied, written]) {
      const cloudFileId = store.cloudFileId(key) ?? ''
      expect(await openedBy(world, ANN, cloudFileId)).toBe(PHOTO.toString())
      expect(await openedBy(world, 'openid-of-ben', cloudFileId)).toBe('STORAGE_EXCEED_AUTHORITY')
    }
  })

  it('is fixed by the policy of a form', async () => {
    const keyOfBen = world.newKey()
    const [form] = await store.signUploadForms([{ ...formRequest(world.newKey(), PHOTO), ownerOpenid: ANN }])
    const [metaIdOfBen] = await environmentStorage(world.emulator).metaIds({
      bucket: world.bucket.bucket,
      openid: 'openid-of-ben',
      keys: [keyOfBen],
    })

    for (const metaId of [metaIdOfBen, undefined]) {
      const answer = await postForm({ form: form as UploadForm, bytes: PHOTO, fields: { 'x-cos-meta-fileid': metaId } })
      expect(answer).toEqual({ status: 403, cosErrorCode: 'AccessDenied' })
    }
  })

  it('is asked for once for a call of many forms, and for copies that are made side by side', async () => {
    const requests = Array.from({ length: 20 }, () => formRequest(world.newKey(), PHOTO))

    await store.signUploadForms(requests.map((request) => ({ ...request, ownerOpenid: ANN })))
    await Promise.all(
      requests.slice(0, 7).map(({ key }) =>
        store.copy({
          fromKey: key,
          toKey: world.newKey(),
          ifMatch: md5Hex(PHOTO),
          contentType: 'image/jpeg',
          ownerOpenid: ANN,
        }),
      ),
    )

    expect(metaIdRequests.map(({ openid, keys: asked }) => [openid, asked.length])).toEqual([
      [ANN, 20],
      [ANN, 7],
    ])
  })

  it('that WeChat does not confirm leads to no form and no copy', async () => {
    world.emulator.faults.add({
      service: 'wechat',
      targetContains: '/_/cos/metaid',
      fault: { code: '48001' },
    })
    const copy = { fromKey: world.newKey(), toKey: world.newKey(), ifMatch: md5Hex(PHOTO), contentType: 'image/jpeg' }

    await expect(store.signUploadForms([formRequest(world.newKey(), PHOTO)])).rejects.toBeInstanceOf(AppError)
    await expect(store.copy(copy)).rejects.toBeInstanceOf(AppError)
    expect(world.stored(copy.toKey)).toEqual([])
  })
})

function watched(storage: EnvironmentStorageApi): EnvironmentStorageApi {
  return {
    async temporaryKey() {
      const key = await storage.temporaryKey()
      keys.push(key)
      return key
    },
    metaIds(request) {
      metaIdRequests.push(request)
      return storage.metaIds(request)
    },
  }
}

function partUrls() {
  const validFrom = new Date(Date.now() - 5_000)
  const parts = [{ partNumber: 1, byteLength: PHOTO.length }]
  return { parts, validFrom, expiresAt: new Date(validFrom.getTime() + 600_000) }
}

function writing(key: string) {
  return { key, open: () => Readable.from([PHOTO]), byteLength: PHOTO.length, contentType: 'image/jpeg' }
}
