import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { MissingUploadPart, MultipartGrant } from '@photolift/contracts'
import { type Client, call, postForm, putPart, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

const MIB = 1024 * 1024
/** Three parts. */
const PHOTO_BYTES = 2 * MIB + 1_000

let service: RunningService
let ann: Client
let bytes: Buffer<ArrayBuffer>
let grant: MultipartGrant

beforeAll(async () => {
  service = await runService({ environment: { MULTIPART_THRESHOLD_BYTES: String(MIB) } })
})
beforeEach(async () => {
  ann = await service.person('ann')
  bytes = photoBytes('image/jpeg', PHOTO_BYTES)
  grant = await ann.grantInParts(uploadRequest(bytes))
})
afterAll(() => service.close())

const bytesOf = ({ partNumber, byteLength }: MissingUploadPart, of = bytes) =>
  of.subarray((partNumber - 1) * MIB, (partNumber - 1) * MIB + byteLength)

async function sendAll(of = bytes): Promise<void> {
  for (const part of await ann.missingParts(grant.photoId)) await putPart(part, bytesOf(part, of))
}

const uploadsOf = (client: Client) => service.uploads().filter(({ key }) => key.includes(client.userId))
const objectsOf = (client: Client) => service.objects().filter(({ key }) => key.includes(client.userId))

async function confirmed(): Promise<string> {
  const [result] = await ann.confirm(grant.photoId)
  return result !== undefined && 'error' in result ? result.error.code : (result?.photo.status ?? 'nothing')
}

describe('a photo above the threshold', () => {
  it('comes in parts of exactly the granted lengths, and is in the gallery once it is confirmed', async () => {
    const missing = await ann.missingParts(grant.photoId)
    expect(missing.map(({ partNumber, byteLength }) => [partNumber, byteLength])).toEqual([
      [1, MIB],
      [2, MIB],
      [3, 1_000],
    ])

    await Promise.all(missing.map(async (part) => putPart(part, bytesOf(part))))

    expect(await confirmed()).toBe('ready')
    const { photos } = await ann.gallery()
    expect(photos).toMatchObject([{ photoId: grant.photoId, byteLength: PHOTO_BYTES }])
    const shown = await (await fetch(photos[0]?.viewUrl ?? '')).arrayBuffer()
    expect(Buffer.from(shown).equals(bytes)).toBe(true)
    expect(objectsOf(ann)).toMatchObject([{ key: expect.stringMatching(/^photos\//), acl: 'private' }])
    expect(uploadsOf(ann)).toEqual([])
  })

  it('goes on with what has not arrived', async () => {
    const [first, , third] = await ann.missingParts(grant.photoId)
    for (const part of [first, third]) if (part) await putPart(part, bytesOf(part))

    const { parts } = await ann.parts(grant.photoId)

    expect(parts.map(({ stored }) => stored)).toEqual([true, false, true])
    expect(uploadsOf(ann)).toHaveLength(1)
  })

  it('waits for all its parts', async () => {
    const [first] = await ann.missingParts(grant.photoId)
    if (first) await putPart(first, bytesOf(first))

    expect(await confirmed()).toBe('PHOTO_NOT_UPLOADED')
    expect(await ann.missingParts(grant.photoId)).toHaveLength(2)
  })

  it('that nobody began to send waits, too', async () => {
    expect(await confirmed()).toBe('PHOTO_NOT_UPLOADED')
  })

  it('asked for again by its task is the same, with what has arrived', async () => {
    const request = uploadRequest(bytes, { taskId: 'the-task' })
    const first = await ann.grantInParts(request)
    const [part] = await ann.missingParts(first.photoId)
    if (part) await putPart(part, bytesOf(part))

    const second = await ann.grantInParts(request)

    expect(second).toMatchObject({ photoId: first.photoId, key: first.key, partByteLength: MIB })
    expect(await ann.missingParts(second.photoId)).toHaveLength(2)
  })

  it('is known by its bytes when it is picked again', async () => {
    await sendAll()
    await confirmed()

    const [again] = await ann.authorize(uploadRequest(bytes))

    expect(again).toMatchObject({ kind: 'stored', photo: { photoId: grant.photoId } })
  })

  it('that is ready has every part stored, and is still one photo', async () => {
    await sendAll()
    await confirmed()

    const { parts } = await ann.parts(grant.photoId)

    expect(parts.map(({ stored }) => stored)).toEqual([true, true, true])
    expect(uploadsOf(ann)).toEqual([])
    expect(await confirmed()).toBe('ready')
    expect((await ann.gallery()).photos).toHaveLength(1)
  })

  it('exactly at the threshold comes as a form', async () => {
    const [form] = await ann.authorize(uploadRequest(photoBytes('image/jpeg', MIB)))

    expect(form?.kind).toBe('form')
  })

  it('has URLs that carry no key and end within ten minutes', async () => {
    const { parts, serverTime, expiresAt } = await ann.parts(grant.photoId)

    const text = JSON.stringify(parts)
    expect(text).not.toContain(service.emulator.cos.secretKey)
    const lifeMs = Date.parse(expiresAt) - Date.parse(serverTime)
    expect(lifeMs).toBeGreaterThan(0)
    expect(lifeMs).toBeLessThanOrEqual(600_000)
    for (const part of parts) {
      const [, end] = /q-sign-time=\d+%3B(\d+)/.exec(part.stored ? '' : part.url) ?? []
      expect(Number(end) * 1_000).toBeLessThanOrEqual(Date.parse(expiresAt))
    }
  })
})

describe('whoever sends other than what was granted', () => {
  it.each<[string, (part: MissingUploadPart) => [url: string, body: Buffer<ArrayBuffer>]]>([
    ['a longer part', ({ url }) => [url, Buffer.alloc(MIB + 1)]],
    ['a shorter part', ({ url }) => [url, Buffer.alloc(MIB - 1)]],
    ['another number', ({ url }) => [url.replace('partNumber=1&', 'partNumber=2&'), Buffer.alloc(MIB)]],
    ['one part more', ({ url }) => [url.replace('partNumber=1&', 'partNumber=4&'), Buffer.alloc(MIB)]],
    ['the whole at once', ({ url }) => [url.replace(/partNumber=1&uploadId=[^&]*&/, ''), Buffer.alloc(MIB)]],
  ])('with %s is refused by the bucket', async (_, change) => {
    const [part] = await ann.missingParts(grant.photoId)
    const [url, body] = change(part as MissingUploadPart)

    const { status, text } = await putPart({ url, headers: {} }, body)

    expect([status, text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')])
    expect(objectsOf(ann)).toEqual([])
    expect(uploadsOf(ann)).toMatchObject([{ parts: [] }])
  })

  it('with other bytes of the same lengths gets nothing stored', async () => {
    await sendAll(photoBytes('image/jpeg', PHOTO_BYTES))

    expect(await confirmed()).toBe('PHOTO_NOT_AS_GRANTED')

    expect(objectsOf(ann)).toEqual([])
    expect(uploadsOf(ann)).toEqual([])
    expect((await ann.photo(grant.photoId)).status).toBe('rejected')
    expect(await ann.partsRefusal(grant.photoId)).toEqual({ status: 409, code: 'PHOTO_NOT_AS_GRANTED' })
  })

  it('with what is no photo gets nothing stored', async () => {
    bytes = Buffer.alloc(PHOTO_BYTES, '<svg>')
    grant = await ann.grantInParts(uploadRequest(bytes))
    await sendAll()

    expect(await confirmed()).toBe('PHOTO_TYPE_UNSUPPORTED')

    expect(objectsOf(ann)).toEqual([])
  })

  it('with an old URL after the photo is ready changes nothing', async () => {
    const missing = await ann.missingParts(grant.photoId)
    await sendAll()
    await confirmed()

    const { status, text } = await putPart(missing[0] as MissingUploadPart, Buffer.alloc(MIB))

    expect([status, text]).toEqual([404, expect.stringContaining('NoSuchUpload')])
    expect(objectsOf(ann)).toHaveLength(1)
  })

  it.each(['GET', 'DELETE', 'POST'])('with %s on a URL for a part is refused', async (method) => {
    const [part] = await ann.missingParts(grant.photoId)

    expect((await fetch(part?.url ?? '', { method })).status).toBe(403)
    expect(uploadsOf(ann)).toHaveLength(1)
  })
})

describe('parts are refused', () => {
  it("for somebody else's photo as for none", async () => {
    const thief = await service.person('thief')

    const refusals = await Promise.all(
      [grant.photoId, 'f'.repeat(32), '..%2fme', '%00'].map((photoId) => thief.partsRefusal(photoId)),
    )

    expect(refusals).toEqual(Array.from({ length: 4 }, () => ({ status: 404, code: 'PHOTO_NOT_FOUND' })))
    expect(uploadsOf(ann)).toEqual([])
  })

  it('for a photo that was granted as a form', async () => {
    const small = photoBytes()
    const form = await ann.grant(uploadRequest(small))

    expect(await ann.partsRefusal(form.photoId)).toEqual({ status: 409, code: 'PHOTO_NOT_IN_PARTS' })
    await postForm(form, small)
    await ann.confirm(form.photoId)
    expect(await ann.partsRefusal(form.photoId)).toEqual({ status: 409, code: 'PHOTO_NOT_IN_PARTS' })
  })

  it('for a photo that was deleted, and what had arrived is gone', async () => {
    const missing = await ann.missingParts(grant.photoId)
    await sendAll()

    await ann.send('DELETE', `/v1/photos/${grant.photoId}`)

    expect(await ann.partsRefusal(grant.photoId)).toEqual({ status: 410, code: 'PHOTO_DELETED' })
    expect(uploadsOf(ann)).toEqual([])
    expect((await putPart(missing[0] as MissingUploadPart, Buffer.alloc(MIB))).status).toBe(404)
    expect(await confirmed()).toBe('PHOTO_DELETED')
    expect(objectsOf(ann)).toEqual([])
  })

  it('without a login, and with anything but an empty object', async () => {
    const path = `/v1/photos/${grant.photoId}/parts`
    const strange = await ann.send('POST', path, { partNumber: 1 })

    expect((await call(service.url, { method: 'POST', path, body: {} })).status).toBe(401)
    expect(strange.status).toBe(400)
  })

  it('for a person whose account is gone, with all that had arrived', async () => {
    await sendAll()

    await ann.send('DELETE', '/v1/me')

    expect(await ann.partsRefusal(grant.photoId)).toEqual({ status: 401, code: 'AUTH_TOKEN_INVALID' })
    expect(uploadsOf(ann)).toEqual([])
    expect(objectsOf(ann)).toEqual([])
  })
})

it('calls for parts count with those for grants', async () => {
  const limited = await runService({
    environment: { MULTIPART_THRESHOLD_BYTES: String(MIB), LIMIT_GRANTS_PER_MINUTE: '3' },
    emulator: service.emulator,
  })
  try {
    const ben = await limited.person('limited')
    // So that no minute ends while it counts.
    limited.clock.advanceSeconds((60_000 - (limited.clock.now() % 60_000)) / 1_000)
    const { photoId } = await ben.grantInParts(uploadRequest(bytes))
    await ben.parts(photoId)
    await ben.parts(photoId)

    expect(await ben.partsRefusal(photoId)).toEqual({ status: 429, code: 'RATE_LIMITED' })
  } finally {
    await limited.close()
  }
})

it('a service whose threshold is not below its largest photo gives forms alone', async () => {
  const plain = await runService({
    environment: { MULTIPART_THRESHOLD_BYTES: String(20 * MIB) },
    emulator: service.emulator,
  })
  try {
    const ben = await plain.person('plain')
    const [form] = await ben.authorize(uploadRequest(bytes, { byteLength: 20 * MIB }))
    expect(form?.kind).toBe('form')
  } finally {
    await plain.close()
  }
})
