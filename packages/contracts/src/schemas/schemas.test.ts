import { describe, expect, it } from '@jest/globals'
import type { UploadGrantRequest } from '../authorize.js'
import { PHOTO_PAGE_LIMIT_DEFAULT } from '../limits.js'
import {
  confirmationsRequest,
  errorEnvelope,
  loginRequest,
  partsRequest,
  partsResponse,
  photo,
  photoPageQuery,
  uploadGrantsRequest,
  uploadGrantsResponse,
} from './index.js'

const REQUEST: UploadGrantRequest = {
  taskId: 'task-1',
  pickId: 'pick-1',
  position: 0,
  byteLength: 1_000,
  contentType: 'image/jpeg',
  contentMd5: '0123456789abcdef0123456789abcdef',
}

describe('a call for grants', () => {
  it('takes 1 to 50 photos', () => {
    expect(grants([])).toBe(false)
    expect(grants(photos(1))).toBe(true)
    expect(grants(photos(50))).toBe(true)
    expect(grants(photos(51))).toBe(false)
  })

  it('takes no task twice', () => {
    expect(grants([REQUEST, REQUEST])).toBe(false)
  })

  it.each([
    ['an empty photo, which is refused for itself', { byteLength: 0 }],
    ['an unknown type, which is refused for itself', { contentType: 'image/svg+xml' }],
    ['a Chinese name with an emoji', { name: '照片 🌄 (1).jpg' }],
    ['a name of 255 bytes', { name: 'x'.repeat(255) }],
    ['an id of 64 characters', { taskId: 'a'.repeat(64) }],
  ])('takes %s', (_, change) => {
    expect(grants([{ ...REQUEST, ...change }])).toBe(true)
  })

  it.each([
    ['a name of 256 bytes', { name: 'x'.repeat(256) }],
    ['a name of 86 Chinese characters', { name: '照'.repeat(86) }],
    ['half an emoji in a name', { name: 'a\ud83c.jpg' }],
    ['an empty name', { name: '' }],
    ['an id with a slash', { taskId: '../task' }],
    ['an id with a line break', { pickId: 'a\nb' }],
    ['an id of 65 characters', { taskId: 'a'.repeat(65) }],
    ['an empty id', { taskId: '' }],
    ['an MD5 in capitals', { contentMd5: REQUEST.contentMd5.toUpperCase() }],
    ['an MD5 in Base64', { contentMd5: 'ASNFZ4mrze8BI0VniavN7w==' }],
    ['a negative length', { byteLength: -1 }],
    ['half a byte', { byteLength: 0.5 }],
    ['a length as text', { byteLength: '1000' }],
    ['an endless length', { byteLength: Number.POSITIVE_INFINITY }],
    ['a negative place', { position: -1 }],
    ['a field that nobody named', { 'x-cos-acl': 'public-read' }],
    ['a name that is null', { name: null }],
  ])('refuses %s', (_, change) => {
    expect(grants([{ ...REQUEST, ...change }])).toBe(false)
  })
})

describe('a call to confirm', () => {
  it('takes 1 to 50 ids, of any text', () => {
    const confirms = (photoIds: unknown) => confirmationsRequest.safeParse({ photoIds }).success

    expect(confirms(['', "' OR 1=1"])).toBe(true)
    expect(confirms([])).toBe(false)
    expect(confirms(Array.from({ length: 51 }, (_, n) => `${n}`))).toBe(false)
    expect(confirms([1])).toBe(false)
    expect(confirms('a')).toBe(false)
  })
})

describe('parts', () => {
  it('are asked for without a word', () => {
    expect(partsRequest.safeParse({}).success).toBe(true)
    expect(partsRequest.safeParse({ partNumber: 1 }).success).toBe(false)
  })

  it('are stored, or come with a URL', () => {
    const answer = (part: object) => {
      const serverTime = '2026-11-20T08:00:00.000Z'
      return partsResponse.safeParse({ serverTime, expiresAt: serverTime, parts: [part] }).success
    }
    const part = { partNumber: 1, byteLength: 5 }
    const url = 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/incoming/k?partNumber=1'

    expect(answer({ ...part, stored: true })).toBe(true)
    expect(answer({ ...part, stored: false, url, headers: {} })).toBe(true)
    expect(answer({ ...part, stored: false })).toBe(false)
    expect(answer({ ...part, stored: true, url, headers: {} })).toBe(false)
    expect(answer({ ...part, partNumber: 0, stored: true })).toBe(false)
  })
})

describe('a login', () => {
  it('has a code or none, and nothing else', () => {
    expect(loginRequest.safeParse({}).success).toBe(true)
    expect(loginRequest.safeParse({ loginCode: 'code' }).success).toBe(true)
    expect(loginRequest.safeParse({ loginCode: '' }).success).toBe(false)
    expect(loginRequest.safeParse({ loginCode: 'x'.repeat(513) }).success).toBe(false)
    expect(loginRequest.safeParse({ openid: 'of someone else' }).success).toBe(false)
  })
})

describe('a query for the gallery', () => {
  it('reads its limit from text, and has one by default', () => {
    expect(photoPageQuery.parse({ limit: '100' })).toEqual({ limit: 100 })
    expect(photoPageQuery.parse({})).toEqual({ limit: PHOTO_PAGE_LIMIT_DEFAULT })
  })

  it.each(['0', '101', '1.5', 'many', ''])('refuses a limit of %j', (limit) => {
    expect(photoPageQuery.safeParse({ limit }).success).toBe(false)
  })
})

describe('an answer', () => {
  it('with grants keeps to its four kinds', () => {
    const answer = (grant: object) =>
      uploadGrantsResponse.safeParse({ serverTime: '2026-11-20T08:00:00.000Z', grants: [grant] }).success
    const form = {
      kind: 'form',
      taskId: 't',
      photoId: 'p',
      key: 'incoming/k',
      expiresAt: '2026-11-20T08:10:00.000Z',
      url: 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com',
      fields: { key: 'incoming/k' },
      fileField: 'file',
    }

    expect(answer(form)).toBe(true)
    expect(answer({ ...form, fileField: 'upload' })).toBe(false)
    expect(answer({ ...form, secretKey: 'x' })).toBe(false)
    expect(answer({ kind: 'refused', taskId: 't', error: { code: 'QUOTA_EXCEEDED', message: '' } })).toBe(true)
    expect(answer({ kind: 'refused', taskId: 't', error: { code: 'NO_SUCH_CODE', message: '' } })).toBe(false)
    const { url: _url, fields: _fields, fileField: _fileField, ...address } = form
    const multipart = { ...address, kind: 'multipart', partByteLength: 1_048_576 }
    expect(answer(multipart)).toBe(true)
    expect(answer({ ...multipart, uploadId: 'u' })).toBe(false)
    expect(answer({ kind: 'archive', taskId: 't' })).toBe(false)
  })

  it('with a photo has links only as URLs, and tells nothing of the storage', () => {
    const ready = {
      photoId: 'p',
      status: 'ready',
      pickId: 'pick',
      position: 0,
      name: null,
      byteLength: 1,
      contentType: 'image/heic',
      createdAt: '2026-11-20T08:00:00.000Z',
    }

    expect(photo.safeParse(ready).success).toBe(true)
    expect(photo.safeParse({ ...ready, viewUrl: 'not a url' }).success).toBe(false)
    expect(photo.safeParse({ ...ready, key: 'users/1/photo' }).success).toBe(false)
    expect(photo.safeParse({ ...ready, contentType: 'image/svg+xml' }).success).toBe(false)
  })

  it('with an error always carries the request id', () => {
    expect(errorEnvelope.safeParse({ error: { code: 'INTERNAL', message: '', requestId: 'r' } }).success).toBe(true)
    expect(errorEnvelope.safeParse({ error: { code: 'INTERNAL', message: '' } }).success).toBe(false)
  })
})

function grants(requests: unknown): boolean {
  return uploadGrantsRequest.safeParse({ photos: requests }).success
}

function photos(count: number): UploadGrantRequest[] {
  return Array.from({ length: count }, (_, n) => ({ ...REQUEST, taskId: `task-${n}` }))
}
