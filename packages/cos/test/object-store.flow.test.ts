import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, type Fault, startEmulator } from '@photolift/emulator'
import COS from 'cos-nodejs-sdk-v5'
import sharp from 'sharp'
import { createCosObjectStore, type ObjectStore, type ReadUrlRequest } from '../src/index.js'
import { formRequest, md5Hex, postForm } from './post-form.js'

const PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')
const OTHER_PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 A PHOTO OF SOME SIZE', 'latin1')

let emulator: Emulator
let store: ObjectStore
let incoming: string
let final: string
let photoNumber = 0

beforeAll(async () => {
  emulator = await startEmulator()
  store = createCosObjectStore(emulator.cos, emulator.cos)
})
beforeEach(() => {
  photoNumber += 1
  incoming = `incoming/u1/photo-${photoNumber}`
  final = `photos/u1/照片 (${photoNumber})+a&b=c~'!*.jpg`
})
afterEach(() => emulator.faults.clear())
afterAll(() => emulator.close())

describe('a copy', () => {
  it('is private and carries nothing that a form set beside its policy', async () => {
    await upload(incoming, PHOTO, {
      'x-cos-meta-owner': 'somebody',
      'x-cos-grant-read': 'id="100000000001"',
      'Content-Disposition': 'attachment; filename="x.html"',
    })

    const outcome = await store.copy({
      fromKey: incoming,
      toKey: final,
      ifMatch: md5Hex(PHOTO),
      contentType: 'image/png',
    })

    expect(outcome).toBe('copied')
    expect(emulator.objects.list(final)).toEqual([
      {
        key: final,
        byteLength: PHOTO.length,
        etag: md5Hex(PHOTO),
        acl: 'private',
        grants: {},
        contentType: 'image/png',
        meta: {},
        storageClass: 'STANDARD',
      },
    ])
    const response = await fetch(await link({ key: final, ...window() }))
    expect(response.headers.get('content-disposition')).toBeNull()
  })

  it('takes a source whatever its key is made of', async () => {
    const strange = `incoming/${final}`
    await upload(strange, PHOTO)

    const outcome = await store.copy({
      fromKey: strange,
      toKey: final,
      ifMatch: md5Hex(PHOTO),
      contentType: 'image/jpeg',
    })

    expect(outcome).toBe('copied')
  })

  it('is not made of other bytes than the granted ones', async () => {
    await upload(incoming, OTHER_PHOTO)

    const outcome = await store.copy({
      fromKey: incoming,
      toKey: final,
      ifMatch: md5Hex(PHOTO),
      contentType: 'image/jpeg',
    })

    expect(outcome).toBe('source-changed')
    expect(emulator.objects.list(final)).toEqual([])
  })

  it('is not made of nothing', async () => {
    const outcome = await store.copy({
      fromKey: incoming,
      toKey: final,
      ifMatch: md5Hex(PHOTO),
      contentType: 'image/jpeg',
    })

    expect(outcome).toBe('source-missing')
  })

  it('is made although the first answer was lost', async () => {
    await upload(incoming, PHOTO)
    spoil({ loseReply: true }, 1)

    const outcome = await store.copy({
      fromKey: incoming,
      toKey: final,
      ifMatch: md5Hex(PHOTO),
      contentType: 'image/jpeg',
    })

    expect(outcome).toBe('copied')
  })
})

describe('a proof', () => {
  it('has size, ETag, type and first bytes from one request', async () => {
    await upload(incoming, PHOTO)
    const counter = spoil({ latencyMs: 0 })

    const proof = await store.prove(incoming, 4)

    expect(proof).toEqual({
      byteLength: PHOTO.length,
      etag: md5Hex(PHOTO),
      contentType: 'image/jpeg',
      prefix: PHOTO.subarray(0, 4),
    })
    expect(met(counter)).toBe(1)
  })

  it('has the whole object where it is shorter than the prefix', async () => {
    await upload(incoming, PHOTO)

    const proof = await store.prove(incoming, 1_000)

    expect(proof).toMatchObject({ byteLength: PHOTO.length, prefix: PHOTO })
  })

  it('of an object of 0 bytes has no first bytes', async () => {
    await put(incoming, Buffer.alloc(0))

    const proof = await store.prove(incoming, 16)

    expect(proof).toEqual({
      byteLength: 0,
      etag: md5Hex(Buffer.alloc(0)),
      contentType: expect.any(String),
      prefix: new Uint8Array(),
    })
  })

  it('does not exist without an object', async () => {
    await expect(store.prove(incoming, 16)).resolves.toBeUndefined()
  })
})

describe('deleting', () => {
  it('takes many objects in one request, absent ones among them', async () => {
    const keys = ['a&b', '照片 <1>', 'c'].map((name) => `${incoming}/${name}`)
    await Promise.all(keys.slice(0, 2).map((key) => put(key, PHOTO)))
    const counter = spoil({ latencyMs: 0 })

    await store.deleteMany(keys)

    expect(emulator.objects.list(incoming)).toEqual([])
    expect(met(counter)).toBe(1)
  })

  it('nothing sends nothing', async () => {
    const counter = spoil({ latencyMs: 0 })

    await store.deleteMany([])

    expect(met(counter)).toBe(0)
  })

  it('refuses more keys than COS takes', async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => `incoming/${index}`)

    await expect(store.deleteMany(keys)).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})

describe('a link to read', () => {
  it('works in its time', async () => {
    await put(final, PHOTO)

    const response = await fetch(await link({ key: final, ...window() }))

    expect(Buffer.from(await response.arrayBuffer())).toEqual(PHOTO)
  })

  it('gives the processed picture and refuses the original', async () => {
    const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
    await put(final, await picture.jpeg().toBuffer())
    const operation = 'imageMogr2/auto-orient|imageMogr2/thumbnail/60x60>/strip/format/webp'
    const url = await link({ key: final, ...window(), imageOperation: operation })

    const thumbnail = await fetch(url)
    const original = await fetch(url.slice(0, url.lastIndexOf('&')))
    const larger = await fetch(url.replaceAll('60x60', '600x600'))

    expect(await sharp(await thumbnail.arrayBuffer()).metadata()).toMatchObject({
      format: 'webp',
      width: 60,
      height: 40,
    })
    expect([original.status, larger.status]).toEqual([403, 403])
  })

  it.each<[string, (url: string) => string]>([
    ['another object', (url) => url.replace('photos/u1', 'photos/u2')],
    ['a longer time', (url) => url.replaceAll(/%3B(\d+)/g, (_, until) => `%3B${Number(until) + 3600}`)],
    ['another response type', (url) => url.replace('q-url-param-list=&', 'q-url-param-list=response-content-type&')],
    ['no signature', (url) => url.split('?')[0] ?? ''],
  ])('is refused for %s', async (_, change) => {
    await put(final, PHOTO)
    const url = await link({ key: final, ...window() })

    const response = await fetch(change(url))

    expect(change(url)).not.toBe(url)
    expect(response.status).toBe(403)
  })

  it('is refused after its time', async () => {
    const url = await link({
      key: final,
      validFrom: new Date(Date.now() - 7_200_000),
      validUntil: new Date(Date.now() - 1_000),
    })

    expect((await fetch(url)).status).toBe(403)
  })
})

describe('access', () => {
  it('is there with our key', async () => {
    await expect(store.checkAccess()).resolves.toBeUndefined()
  })

  it.each([{ secretKey: 'wrong' }, { secretId: 'AKIDwrong' }])('is not there with %j', async (wrong) => {
    const other = createCosObjectStore(emulator.cos, { ...emulator.cos, ...wrong })

    await expect(other.checkAccess()).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})

async function upload(key: string, bytes: Buffer, fields: Record<string, string> = {}): Promise<void> {
  const [form] = await store.signUploadForms([formRequest(key, bytes)])
  if (form === undefined) throw new Error('no form')
  await expect(postForm({ form, bytes, fields })).resolves.toEqual({ status: 200 })
}

/** As a client cannot: without a form, so of any size. */
async function put(key: string, bytes: Buffer): Promise<void> {
  const { bucket, region, secretId, secretKey, endpoint } = emulator.cos
  const cos = new COS({ SecretId: secretId, SecretKey: secretKey, Domain: new URL(endpoint).host, Protocol: 'http:' })
  await cos.putObject({ Bucket: bucket, Region: region, Key: key, Body: bytes })
}

async function link(request: ReadUrlRequest): Promise<string> {
  const [answer] = await store.readUrls([request])
  if (answer === undefined || 'error' in answer) throw new Error('no link')
  return answer.url
}

function window(): { validFrom: Date; validUntil: Date } {
  return { validFrom: new Date(Date.now() - 60_000), validUntil: new Date(Date.now() + 60_000) }
}

function spoil(fault: Fault, times?: number): string {
  return emulator.faults.add({ service: 'cos', fault, ...(times !== undefined && { times }) })
}

function met(id: string): number | undefined {
  return emulator.faults.list().find((report) => report.id === id)?.met
}
