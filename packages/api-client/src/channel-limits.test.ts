import { expect, it } from '@jest/globals'
import {
  CLIENT_ID_MAX_LENGTH,
  type FormGrant,
  NAME_MAX_BYTES,
  PHOTO_PAGE_LIMIT_MAX,
  PHOTOS_PER_CALL,
  type Photo,
  type UploadGrantRequest,
} from '@photolift/contracts'
import { FakeClock, FakeHttpStack, jsonResponse } from '@photolift/platform/testing'
import { createApiClient } from './api-client.js'

/** What `wx.cloud.callContainer` takes and gives (mini-program client guide of 云托管). */
const REQUEST_MAX_BYTES = 100 * 1024
const REPLY_MAX_BYTES = 1_000 * 1024

/** Path, headers, and a token of ours. */
const ROUND_A_REQUEST_BYTES = 4 * 1024

/** Signed links and forms carry one; real ones have some 600 characters, and nobody says how long they get. */
const COS_SESSION_TOKEN = 'x'.repeat(2_048)

/** JSON spells each of these with six characters: no name becomes longer. */
const LONGEST_NAME = '\u0001'.repeat(NAME_MAX_BYTES)

const byteLength = (text: string | ArrayBuffer | undefined) => new TextEncoder().encode(text as string).length

async function sentBody(call: (api: ReturnType<typeof createApiClient>) => Promise<unknown>): Promise<number> {
  const login = {
    authToken: 'token',
    serverTime: '2026-11-20T08:00:00Z',
    expiresAt: '2026-11-20T10:00:00Z',
    user: { userId: 'user-1' },
    limits: {},
  }
  const http = new FakeHttpStack({ onSend: ({ url }) => jsonResponse(200, url === '/v1/login' ? login : {}) })
  const api = createApiClient({ baseUrl: '', http, clock: new FakeClock(), loginCode: async () => undefined })
  await call(api)
  return byteLength(http.requests.at(-1)?.body)
}

it('the largest grant request passes callContainer', async () => {
  const photo = (index: number): UploadGrantRequest => ({
    taskId: String(index).padStart(CLIENT_ID_MAX_LENGTH, 't'),
    pickId: 'p'.repeat(CLIENT_ID_MAX_LENGTH),
    position: 9_999,
    byteLength: Number.MAX_SAFE_INTEGER,
    contentType: 'image/jpeg',
    contentMd5: 'f'.repeat(32),
    name: LONGEST_NAME,
  })

  const sent = await sentBody((api) => api.authorize(Array.from({ length: PHOTOS_PER_CALL }, (_, n) => photo(n))))

  expect(sent + ROUND_A_REQUEST_BYTES).toBeLessThan(REQUEST_MAX_BYTES)
})

it('the largest requests by ids pass callContainer', async () => {
  const photoIds = Array.from({ length: PHOTOS_PER_CALL }, (_, n) => `${n}`.padStart(128, 'x'))

  for (const sent of [
    await sentBody((api) => api.confirm(photoIds)),
    await sentBody((api) => api.fileLinks(photoIds, 7_200)),
  ])
    expect(sent + ROUND_A_REQUEST_BYTES).toBeLessThan(REQUEST_MAX_BYTES)
})

it('the largest page of photos passes callContainer', () => {
  const url = `https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/${'k'.repeat(200)}?${'q'.repeat(600)}&t=${COS_SESSION_TOKEN}`
  const photo: Photo = {
    photoId: 'p'.repeat(128),
    status: 'ready',
    pickId: 'p'.repeat(CLIENT_ID_MAX_LENGTH),
    position: 9_999,
    name: LONGEST_NAME,
    byteLength: Number.MAX_SAFE_INTEGER,
    contentType: 'image/jpeg',
    width: 50_000,
    height: 50_000,
    createdAt: '2026-11-20T08:00:00.000Z',
    viewUrl: url,
    thumbnailUrl: url,
    urlExpiresAt: '2026-11-20T08:00:00.000Z',
    cloudFileId: `cloud://${'c'.repeat(300)}`,
    thumbnailCloudFileId: `cloud://${'c'.repeat(300)}`,
    sourcePhotoId: 'p'.repeat(128),
  }
  const page = { photos: Array.from({ length: PHOTO_PAGE_LIMIT_MAX }, () => photo), nextCursor: 'n'.repeat(200) }

  expect(byteLength(JSON.stringify(page))).toBeLessThan(REPLY_MAX_BYTES)
})

it('the largest answer with grants passes callContainer', () => {
  const grant: FormGrant = {
    kind: 'form',
    taskId: 't'.repeat(CLIENT_ID_MAX_LENGTH),
    photoId: 'p'.repeat(128),
    key: 'k'.repeat(850),
    expiresAt: '2026-11-20T08:00:00.000Z',
    url: `https://${'h'.repeat(253)}`,
    fields: {
      key: 'k'.repeat(850),
      policy: 'e'.repeat(8_000),
      'x-cos-security-token': COS_SESSION_TOKEN,
      rest: 'r'.repeat(2_000),
    },
    fileField: 'file',
  }
  const answer = {
    serverTime: '2026-11-20T08:00:00.000Z',
    grants: Array.from({ length: PHOTOS_PER_CALL }, () => grant),
  }

  expect(byteLength(JSON.stringify(answer))).toBeLessThan(REPLY_MAX_BYTES)
})
