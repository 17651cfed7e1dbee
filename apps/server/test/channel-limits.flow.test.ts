import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  CLIENT_ID_MAX_LENGTH,
  JSON_BODY_MAX_BYTES,
  NAME_MAX_BYTES,
  PHOTO_PAGE_LIMIT_MAX,
  PHOTOS_PER_CALL,
  type UploadGrantRequest,
} from '@photolift/contracts'
import { createCloudrunObjectStore, type ObjectStore } from '@photolift/cos'
import { type Client, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

// `wx.cloud.callContainer` takes requests of 100 KiB and gives answers of 1000 KiB; what is beyond fails for the person.
const REQUEST_MAX_BYTES = 100 * 1024
const ANSWER_MAX_BYTES = 1_000 * 1024
/** Line, headers and what the platform writes around a body. */
const AROUND_BODY_BYTES = 8 * 1024

/** Each letter takes 6 bytes of JSON: no name makes a longer answer. */
const LONGEST_NAME = '\u0001'.repeat(NAME_MAX_BYTES)
/** What a person's phone would give: 3 bytes a letter, written as they are. */
const LONGEST_CHINESE_NAME = '照'.repeat(NAME_MAX_BYTES / 3)

let service: RunningService
let store: CloudLikeStore
let ann: Client

/** Objects in memory; forms and links as the cloud's bucket signs them, with as long a session token as was seen. */
class CloudLikeStore extends FakeObjectStore {
  private readonly signing = createCloudrunObjectStore({
    bucket: { bucket: `7072-${'prod-'.padEnd(40, 'x')}-1250000000`, region: 'ap-shanghai' },
    cloudEnv: 'prod-'.padEnd(40, 'x'),
    storage: {
      temporaryKey: async () => ({
        secretId: 'AKID'.padEnd(70, 'x'),
        secretKey: 'k'.repeat(44),
        cosSessionToken: 'Tt-_'.repeat(375),
        expiresAt: new Date(Date.now() + 7_200_000),
      }),
      metaIds: async ({ keys }) => keys.map(() => 'm+/='.repeat(128)),
    },
  })

  override signUploadForms(...[requests]: Parameters<ObjectStore['signUploadForms']>) {
    return this.signing.signUploadForms(requests)
  }

  override readUrls(...[requests]: Parameters<ObjectStore['readUrls']>) {
    return this.signing.readUrls(requests) as ReturnType<FakeObjectStore['readUrls']>
  }

  override cloudFileId(key: string): string | undefined {
    return this.signing.cloudFileId(key)
  }
}

beforeAll(async () => {
  store = new CloudLikeStore()
  // With `server` a photo names one file more, of which the margin below is many times the size.
  service = await runService({ store, environment: { THUMBNAILS: 'none' } })
  ann = await service.person('ann')
})
afterAll(() => service.close())

let photos = 0

/** A photo whose every field is as long as it may be, and its bytes. */
function longestPhoto(name: string): { bytes: Buffer; request: UploadGrantRequest } {
  photos += 1
  const bytes = photoBytes()
  const id = String(photos).padStart(CLIENT_ID_MAX_LENGTH, 'x')
  return { bytes, request: uploadRequest(bytes, { taskId: id, pickId: id, position: 9_999, name }) }
}

const longestPhotos = (count: number, name: string) => Array.from({ length: count }, () => longestPhoto(name))

/** @returns bytes of the answer, which must have succeeded */
async function answerBytes(method: string, path: string, body?: unknown): Promise<number> {
  const answer = await ann.send(method, path, body)
  expect(answer.status).toBe(200)
  expect(JSON.stringify(answer.body)).not.toContain('"error"')
  return Buffer.byteLength(JSON.stringify(answer.body)) + AROUND_BODY_BYTES
}

/** Ready photos with the longest names; those do not fit into one request, and come in several. */
async function storeLongest(count: number): Promise<string[]> {
  const photoIds: string[] = []
  for (let begun = 0; begun < count; begun += 10) {
    const batch = longestPhotos(10, LONGEST_NAME)
    const grants = await ann.authorize(...batch.map(({ request }) => request))
    for (const [index, grant] of grants.entries()) {
      if (grant.kind !== 'form') throw new Error(`expected a form, got ${JSON.stringify(grant)}`)
      store.post(grant.key, batch[index]?.bytes as Buffer)
      photoIds.push(grant.photoId)
    }
  }
  return photoIds
}

describe('a request', () => {
  it('is never larger than the channel takes: the service refuses it before', () => {
    expect(JSON_BODY_MAX_BYTES + AROUND_BODY_BYTES).toBeLessThan(REQUEST_MAX_BYTES)
  })

  it('for as many grants as a call may ask for, with the longest ids and names that people have, is taken', async () => {
    const body = { photos: longestPhotos(PHOTOS_PER_CALL, LONGEST_CHINESE_NAME).map(({ request }) => request) }

    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(JSON_BODY_MAX_BYTES)
    expect((await ann.send('POST', '/v1/upload-grants', body)).status).toBe(200)
  })
})

describe('an answer', () => {
  it('with as many grants as a call may ask for fits', async () => {
    const body = { photos: longestPhotos(PHOTOS_PER_CALL, LONGEST_CHINESE_NAME).map(({ request }) => request) }

    expect(await answerBytes('POST', '/v1/upload-grants', body)).toBeLessThan(ANSWER_MAX_BYTES)
  })

  it('with as many confirmed photos, links or a page as may be asked for fits, whatever their names', async () => {
    const photoIds = [...(await storeLongest(PHOTOS_PER_CALL)), ...(await storeLongest(PHOTOS_PER_CALL))]
    const halves = [photoIds.slice(0, PHOTOS_PER_CALL), photoIds.slice(PHOTOS_PER_CALL)]

    const sizes = {
      confirmations: await answerBytes('POST', '/v1/confirmations', { photoIds: halves[0] }),
      others: await answerBytes('POST', '/v1/confirmations', { photoIds: halves[1] }),
      links: await answerBytes('POST', '/v1/files/links', { photoIds: halves[0] }),
      page: await answerBytes('GET', `/v1/photos?limit=${PHOTO_PAGE_LIMIT_MAX}`),
    }

    expect((await ann.gallery(`?limit=${PHOTO_PAGE_LIMIT_MAX}`)).photos).toHaveLength(PHOTO_PAGE_LIMIT_MAX)
    for (const size of Object.values(sizes)) expect(size).toBeLessThan(ANSWER_MAX_BYTES)
  })

  it('to a request with the longest ids that are none fits', async () => {
    const photoIds = Array.from({ length: PHOTOS_PER_CALL }, () => '\u0001'.repeat(200))

    for (const path of ['/v1/confirmations', '/v1/files/links']) {
      const { status, body } = await ann.send('POST', path, { photoIds })
      expect(status).toBe(200)
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(ANSWER_MAX_BYTES)
    }
  })
})
