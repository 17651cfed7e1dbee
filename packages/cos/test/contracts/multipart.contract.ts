import { beforeEach, describe, expect, it } from '@jest/globals'
import type { MultipartUpload, StoredPart } from '../../src/index.js'
import { md5Hex } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const MIB = 1024 * 1024
const PARTS = [Buffer.alloc(MIB, 'a'), Buffer.alloc(MIB, 'b'), Buffer.from('the rest')]

/** What every store with `multipart` promises. */
export function describeMultipart(world: () => StoreWorld): void {
  describe('an upload in parts', () => {
    let upload: MultipartUpload

    beforeEach(async () => {
      const key = world().newKey()
      upload = { key, uploadId: await world().store.initiateMultipart({ key, contentType: 'image/jpeg' }) }
    })

    it('becomes one private object, once it is completed', async () => {
      await putAll()
      expect(world().stored(upload.key)).toEqual([])

      await expect(world().store.completeMultipart(upload, await listed())).resolves.toBe('completed')

      expect(world().stored(upload.key)).toMatchObject([
        {
          byteLength: Buffer.concat(PARTS).length,
          etag: expect.stringMatching(/^[0-9a-f]{32}-3$/),
          acl: 'private',
          contentType: 'image/jpeg',
          storageClass: 'STANDARD',
        },
      ])
    })

    it('lists what has arrived, whatever the order', async () => {
      const urls = await urlsOf(PARTS)
      await put(urls[2], PARTS[2])
      await put(urls[0], PARTS[0])

      await expect(listed()).resolves.toEqual([
        { partNumber: 1, byteLength: MIB, etag: md5Hex(PARTS[0] as Buffer) },
        { partNumber: 3, byteLength: 8, etag: md5Hex(PARTS[2] as Buffer) },
      ])
    })

    it.each<[string, (url: string) => string, Buffer]>([
      ['one byte less', (url) => url, Buffer.alloc(MIB - 1)],
      ['one byte more', (url) => url, Buffer.alloc(MIB + 1)],
      ['another number', (url) => url.replace('partNumber=1&', 'partNumber=2&'), Buffer.alloc(MIB)],
      ['no number', (url) => url.replace('partNumber=1&', ''), Buffer.alloc(MIB)],
      ['no upload', (url) => url.replace(/partNumber.*?uploadId=[^&]*&/, ''), Buffer.alloc(MIB)],
      ['another key', (url) => url.replace('photos/u1', 'photos/u2'), Buffer.alloc(MIB)],
      ['no signature', (url) => url.replace(/q-signature=[^&]*/, ''), Buffer.alloc(MIB)],
    ])('takes no part by a URL with %s', async (_, change, bytes) => {
      const [url = ''] = await urlsOf(PARTS)

      const status = await put(change(url), bytes)

      expect(status).toBeGreaterThanOrEqual(400)
      await expect(listed()).resolves.toEqual([])
      expect(world().stored('photos/u2/')).toEqual([])
    })

    it.each(['GET', 'DELETE', 'POST'])('lets nobody %s anything by a URL for a part', async (method) => {
      const [url = ''] = await urlsOf(PARTS)

      expect((await fetch(url, { method })).status).toBe(403)
    })

    it('is not completed with a part that came again with other bytes', async () => {
      await putAll()
      const parts = await listed()
      const [url] = await urlsOf(PARTS)
      await put(url, Buffer.alloc(MIB, 'x'))

      await expect(world().store.completeMultipart(upload, parts)).resolves.toBe('parts-changed')

      expect(world().stored(upload.key)).toEqual([])
    })

    it('drops a part that nobody named', async () => {
      await putAll()
      const parts = await listed()
      const { urls } = await world().store.signPartUrls(upload, {
        ...validity(),
        parts: [{ partNumber: 4, byteLength: 5 }],
      })
      await put(urls[0], Buffer.from('extra'))

      await expect(world().store.completeMultipart(upload, parts)).resolves.toBe('completed')

      expect(world().stored(upload.key)[0]?.byteLength).toBe(Buffer.concat(PARTS).length)
    })

    it('is completed although the first answer was lost, which says that there is none any more', async () => {
      await putAll()
      const parts = await listed()
      world().spoil({ loseReply: true }, { times: 1, method: 'POST' })

      await expect(world().store.completeMultipart(upload, parts)).resolves.toBe('upload-missing')

      expect(world().stored(upload.key)).toHaveLength(1)
      await expect(world().store.listParts(upload)).resolves.toBeUndefined()
    })

    it('that was aborted is none any more, and can be aborted again', async () => {
      await putAll()
      const parts = await listed()
      const [url] = await urlsOf(PARTS)

      await world().store.abortMultiparts([upload, { key: world().newKey(), uploadId: 'unknown' }])
      await expect(world().store.abortMultiparts([upload])).resolves.toBeUndefined()

      await expect(world().store.listParts(upload)).resolves.toBeUndefined()
      await expect(world().store.completeMultipart(upload, parts)).resolves.toBe('upload-missing')
      expect(await put(url, PARTS[0])).toBe(404)
    })

    it('has URLs that tell their end, for ten minutes at most', async () => {
      const asked = validity()

      const { expiresAt, urls } = await world().store.signPartUrls(upload, { ...asked, parts: [onePart] })

      expect(expiresAt.getTime()).toBeLessThanOrEqual(asked.expiresAt.getTime())
      const signedEnd = /q-sign-time=\d+%3B(\d+)/.exec(urls[0] ?? '')?.[1]
      expect(signedEnd).toBe(String(Math.floor(expiresAt.getTime() / 1_000)))
      const longer = { ...asked, expiresAt: new Date(asked.validFrom.getTime() + 601_000), parts: [onePart] }
      await expect(world().store.signPartUrls(upload, longer)).rejects.toMatchObject({ code: 'INTERNAL' })
    })

    async function listed(): Promise<StoredPart[]> {
      return (await world().store.listParts(upload)) ?? []
    }

    async function putAll(): Promise<void> {
      const urls = await urlsOf(PARTS)
      const statuses = await Promise.all(urls.map((url, index) => put(url, PARTS[index])))
      expect(statuses).toEqual([200, 200, 200])
    }

    async function urlsOf(parts: readonly Buffer[]): Promise<string[]> {
      const toSign = parts.map(({ length }, index) => ({ partNumber: index + 1, byteLength: length }))
      return (await world().store.signPartUrls(upload, { ...validity(), parts: toSign })).urls
    }
  })
}

const onePart = { partNumber: 1, byteLength: MIB }

function validity(): { validFrom: Date; expiresAt: Date } {
  const validFrom = new Date(Date.now() - 5_000)
  return { validFrom, expiresAt: new Date(validFrom.getTime() + 600_000) }
}

async function put(url: string | undefined, bytes: Uint8Array | undefined): Promise<number> {
  const headers = { 'content-type': 'application/octet-stream' }
  return (await fetch(url ?? '', { method: 'PUT', headers, body: Buffer.from(bytes ?? []) })).status
}
