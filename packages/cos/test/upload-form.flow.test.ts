import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { createUploadFormSigner, type UploadForm } from '../src/upload-form.js'
import { type FormPost, formRequest, postForm } from './post-form.js'

const BYTES = Buffer.from('\u00ff\u00d8\u00ff\u00e0 ten thousand words', 'latin1')
const OTHER_BYTES = Buffer.from('\u00ff\u00d8\u00ff\u00e0 TEN THOUSAND WORDS', 'latin1')

let emulator: Emulator
/** What the emulator's clock is ahead of ours. */
let aheadMs = 0
let key: string
let form: UploadForm
let photoNumber = 0

beforeAll(async () => {
  emulator = await startEmulator({ now: () => Date.now() + aheadMs })
})
beforeEach(() => {
  aheadMs = 0
  photoNumber += 1
  key = `incoming/u1/photo-${photoNumber}`
  form = createUploadFormSigner(emulator.cos, emulator.cos)(formRequest(key, BYTES))
})
afterAll(() => emulator.close())

describe('an upload form', () => {
  it('stores exactly its photo, privately', async () => {
    const answer = await postForm({ form, bytes: BYTES })

    expect(answer).toEqual({ status: 200 })
    expect(stored()).toMatchObject([
      { key, byteLength: BYTES.length, contentType: 'image/jpeg', acl: 'private', storageClass: 'STANDARD', meta: {} },
    ])
  })

  it.each<[string, Partial<FormPost>, string]>([
    ['one byte less', { bytes: BYTES.subarray(1) }, 'EntityTooSmall'],
    ['one byte more', { bytes: Buffer.concat([BYTES, Buffer.of(0)]) }, 'EntityTooLarge'],
    ['no byte', { bytes: Buffer.alloc(0) }, 'EntityTooSmall'],
    ['other bytes under the same MD5', { bytes: OTHER_BYTES }, 'BadDigest'],
    ['an MD5 of nothing', { fields: { 'Content-MD5': '1B2M2Y8AsgTpgAmY7PhCfg==' } }, 'BadDigest'],
    ['another key', { fields: { key: 'incoming/u2/photo-1' } }, 'AccessDenied'],
    ["the client's file name as key", { fields: { key: 'incoming/u1/$'.concat('{filename}') } }, 'AccessDenied'],
    ['another type', { fields: { 'Content-Type': 'text/html' } }, 'AccessDenied'],
    ['no type', { fields: { 'Content-Type': undefined } }, 'AccessDenied'],
    ['public access', { fields: { acl: 'public-read' } }, 'AccessDenied'],
    ['default access', { fields: { acl: undefined } }, 'AccessDenied'],
    ['another storage class', { fields: { 'x-cos-storage-class': 'ARCHIVE' } }, 'AccessDenied'],
    ['no storage class', { fields: { 'x-cos-storage-class': undefined } }, 'AccessDenied'],
    ['another status', { fields: { success_action_status: '204' } }, 'AccessDenied'],
    ['no policy', { fields: { policy: undefined } }, 'AccessDenied'],
    ['no signature', { fields: { 'q-signature': undefined } }, 'AccessDenied'],
    ['another signature', { fields: { 'q-signature': '0'.repeat(40) } }, 'SignatureDoesNotMatch'],
    ['another key pair', { fields: { 'q-ak': 'AKIDother' } }, 'InvalidAccessKeyId'],
    [
      'nothing that authenticates',
      { fields: without(['policy', 'q-ak', 'q-key-time', 'q-signature']) },
      'AccessDenied',
    ],
  ])('is refused with %s', async (_, changes, cosErrorCode) => {
    const answer = await postForm({ form, bytes: BYTES, ...changes })

    expect(answer.cosErrorCode).toBe(cosErrorCode)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(emulator.objects.list()).not.toContainEqual(expect.objectContaining({ key }))
  })

  it.each<[string, (policy: Policy) => void]>([
    ['a later end', (policy) => (policy.expiration = '2099-01-01T00:00:00.000Z')],
    ['a wider range', (policy) => (policy.conditions[2] = ['content-length-range', 1, 1_000_000])],
    ['one condition less', (policy) => policy.conditions.splice(4, 1)],
    ['another key', (policy) => (policy.conditions[1] = ['starts-with', '$key', ''])],
    ['a space', () => {}],
  ])('is refused with a policy that was edited: %s', async (_, edit) => {
    const policy = JSON.parse(Buffer.from(form.fields['policy'] ?? '', 'base64').toString()) as Policy
    edit(policy)
    const edited = Buffer.from(`${JSON.stringify(policy)} `).toString('base64')

    const answer = await postForm({ form, bytes: BYTES, fields: { policy: edited } })

    expect(answer).toEqual({ status: 403, cosErrorCode: 'SignatureDoesNotMatch' })
  })

  it('is refused with a longer time to sign', async () => {
    const [from, until] = (form.fields['q-key-time'] ?? '').split(';').map(Number)
    const longer = `${from};${(until ?? 0) + 3600}`

    const answer = await postForm({ form, bytes: BYTES, fields: { 'q-key-time': longer } })

    expect(answer.status).toBe(403)
  })

  it('is refused when its time is over', async () => {
    aheadMs = 601_000

    const answer = await postForm({ form, bytes: BYTES })

    expect(answer).toEqual({ status: 403, cosErrorCode: 'AccessDenied' })
    expect(stored()).toEqual([])
  })

  it('is refused by another bucket', async () => {
    const sign = createUploadFormSigner({ ...emulator.cos, bucket: 'other-1250000000' }, emulator.cos)

    const answer = await postForm({ form: sign(formRequest(key, BYTES)), bytes: BYTES })

    expect(answer).toEqual({ status: 403, cosErrorCode: 'AccessDenied' })
  })
})

describe('what a policy cannot hold, and the copy of confirm undoes', () => {
  it('is fields that it does not name', async () => {
    const answer = await postForm({
      form,
      bytes: BYTES,
      fields: { 'x-cos-meta-owner': 'somebody', 'x-cos-grant-read': 'id="100000000001"' },
    })

    expect(answer).toEqual({ status: 200 })
    expect(stored()).toMatchObject([{ meta: { owner: 'somebody' } }])
  })

  it('is the same form with other bytes of the same size, as long as it lives', async () => {
    await postForm({ form, bytes: BYTES })

    const answer = await postForm({ form, bytes: OTHER_BYTES, fields: { 'Content-MD5': undefined } })

    expect(answer).toEqual({ status: 200 })
  })
})

interface Policy {
  expiration: string
  conditions: unknown[]
}

function stored(): ReturnType<Emulator['objects']['list']> {
  return emulator.objects.list(key)
}

function without(names: string[]): Record<string, undefined> {
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
