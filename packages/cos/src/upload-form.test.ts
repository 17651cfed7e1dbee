import { describe, expect, it } from '@jest/globals'
import { createUploadFormSigner, type UploadFormRequest } from './upload-form.js'

const BUCKET = { bucket: 'photos-1250000000', region: 'ap-guangzhou' }
const CREDENTIAL = { secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q', secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz' }

describe('an upload form', () => {
  it('has its fields in the order to send', () => {
    const form = createUploadFormSigner(BUCKET, CREDENTIAL)(request())

    expect(form.url).toBe('https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/')
    expect(form.fileField).toBe('file')
    expect(form.expiresAt).toEqual(new Date('2026-11-20T00:10:00Z'))
    expect(Object.entries(form.fields)).toEqual([
      ['key', 'incoming/u1/a'],
      ['Content-Type', 'image/jpeg'],
      ['Content-MD5', 'CY9rzUYh03PK3k6DJie09g=='],
      ['acl', 'private'],
      ['x-cos-storage-class', 'STANDARD'],
      ['success_action_status', '200'],
      ['policy', expect.any(String)],
      ['q-sign-algorithm', 'sha1'],
      ['q-ak', 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q'],
      ['q-key-time', '1795132800;1795133400'],
      ['q-signature', expect.stringMatching(/^[0-9a-f]{40}$/)],
    ])
  })

  it('fixes in its policy whatever COS could take another value for', () => {
    const { fields } = createUploadFormSigner(BUCKET, CREDENTIAL)(request())

    const policy = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString())

    expect(policy).toEqual({
      expiration: '2026-11-20T00:10:00.000Z',
      conditions: [
        { bucket: 'photos-1250000000' },
        { key: 'incoming/u1/a' },
        ['content-length-range', 1234, 1234],
        { 'Content-Type': 'image/jpeg' },
        { acl: 'private' },
        { 'x-cos-storage-class': 'STANDARD' },
        { success_action_status: '200' },
        { 'q-sign-algorithm': 'sha1' },
        { 'q-ak': 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q' },
        { 'q-sign-time': '1795132800;1795133400' },
      ],
    })
  })

  it('fixes its metadata, too', () => {
    const { fields } = createUploadFormSigner(BUCKET, CREDENTIAL)(request(), { 'x-cos-meta-fileid': 'id' })

    const { conditions } = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString())

    expect(fields['x-cos-meta-fileid']).toBe('id')
    expect(conditions).toContainEqual({ 'x-cos-meta-fileid': 'id' })
  })

  it('carries the session token of a temporary key', () => {
    const sign = createUploadFormSigner(BUCKET, { ...CREDENTIAL, cosSessionToken: 'token' })

    expect(sign(request()).fields['x-cos-security-token']).toBe('token')
  })

  it('holds nothing of the secret key', () => {
    const form = createUploadFormSigner(BUCKET, CREDENTIAL)(request())

    expect(JSON.stringify(form)).not.toContain(CREDENTIAL.secretKey)
  })

  it.each<[string, Partial<UploadFormRequest>]>([
    ['an empty photo', { byteLength: 0 }],
    ['half a byte', { byteLength: 1.5 }],
    ['a size that is no number', { byteLength: Number.NaN }],
    ['an MD5 in Base64', { contentMd5: 'CY9rzUYh03PK3k6DJie09g==' }],
    ['an MD5 in capitals', { contentMd5: '098F6BCD4621D373CADE4E832627B4F6' }],
    ['a type with a line break', { contentType: 'image/jpeg\r\nx-cos-acl: public-read' }],
    ['a key that is none', { key: '/incoming/a' }],
    ['more than 600 s', { expiresAt: new Date('2026-11-20T00:10:00.001Z') }],
    ['no time at all', { expiresAt: new Date('2026-11-20T00:00:00Z') }],
    ['an invalid date', { expiresAt: new Date(Number.NaN) }],
  ])('is refused for %s', (_, wrong) => {
    const sign = createUploadFormSigner(BUCKET, CREDENTIAL)

    expect(() => sign(request(wrong))).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })
})

function request(changes: Partial<UploadFormRequest> = {}): UploadFormRequest {
  return {
    key: 'incoming/u1/a',
    byteLength: 1234,
    contentType: 'image/jpeg',
    contentMd5: '098f6bcd4621d373cade4e832627b4f6',
    validFrom: new Date('2026-11-20T00:00:00Z'),
    expiresAt: new Date('2026-11-20T00:10:00Z'),
    ...changes,
  }
}
