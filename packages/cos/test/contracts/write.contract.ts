import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { WriteRequest } from '../../src/index.js'
import { md5Hex } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const BYTES = Buffer.alloc(300_000, '照片')

/** What every store with `write` promises. */
export function describeWrite(world: () => StoreWorld): void {
  describe('writing', () => {
    let request: WriteRequest

    beforeEach(() => {
      request = writing(world().newKey(), BYTES)
    })

    it('stores the bytes, privately, with their type, and tells their ETag', async () => {
      const written = await world().store.write(request)

      expect(written.etag).toBe(md5Hex(BYTES))
      expect(written.cloudFileId).toBe(world().store.cloudFileId(request.key))
      const [stored] = world().stored(request.key)
      expect(stored).toMatchObject({
        key: request.key,
        byteLength: BYTES.length,
        etag: md5Hex(BYTES),
        contentType: 'image/webp',
      })
      expect(['private', 'default']).toContain(stored?.acl)
    })

    it('replaces what was there', async () => {
      await world().store.write(request)

      await world().store.write(writing(request.key, Buffer.from('other')))

      expect(world().stored(request.key)).toMatchObject([{ etag: md5Hex(Buffer.from('other')) }])
    })

    it('stores an object of 0 bytes', async () => {
      await world().store.write(writing(request.key, Buffer.alloc(0)))

      expect(world().stored(request.key)).toMatchObject([{ byteLength: 0 }])
    })

    it('tells how many bytes have left, without a step back', async () => {
      const steps: number[] = []

      await world().store.write({ ...request, onProgress: (bytesSent) => steps.push(bytesSent) })

      expect(steps).toEqual(steps.toSorted((a, b) => a - b))
      expect(steps.at(-1)).toBe(BYTES.length)
    })

    it.each([
      ['a busy storage', { status: 503, code: 'SlowDown' }],
      ['a connection that is cut', { resetAfterBytes: 100_000 }],
      ['an answer that is lost', { loseReply: true }],
    ])('outlives %s, with bytes from their start', async (_, fault) => {
      const met = world().spoil(fault, { times: 1 })
      let opened = 0
      const open = () => {
        opened += 1
        return request.open()
      }

      const { etag } = await world().store.write({ ...request, open })

      expect([met(), opened, etag]).toEqual([1, 2, md5Hex(BYTES)])
      expect(world().stored(request.key)).toHaveLength(1)
    })

    it('of bytes that were damaged on their way stores nothing', async () => {
      const damaged = { ...request, contentMd5: md5Hex(Buffer.from('what was meant')) }

      await expect(world().store.write(damaged)).rejects.toMatchObject({
        code: 'INTERNAL',
        cosErrorCode: 'BadDigest',
      })
      expect(world().stored(request.key)).toEqual([])
    })

    it.each([
      ['fewer', -1],
      ['more', 1],
    ])('a source that has %s bytes than it should stores nothing', async (_, difference) => {
      const byteLength = BYTES.length - difference

      await expect(world().store.write({ ...request, byteLength })).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
      expect(world().stored(request.key)).toEqual([])
    })

    it('a source that fails half way tells why and stores nothing', async () => {
      const reason = new Error('the disk is gone')
      const open = () =>
        Readable.from(
          (async function* () {
            yield BYTES.subarray(0, 100_000)
            throw reason
          })(),
        )

      await expect(world().store.write({ ...request, open })).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        cause: reason,
      })
      expect(world().stored(request.key)).toEqual([])
    })

    it('a source that cannot be opened tells why', async () => {
      const reason = new Error('no such file')
      const open = () => {
        throw reason
      }

      await expect(world().store.write({ ...request, open })).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        cause: reason,
      })
    })

    it('keeps a type with a parameter', async () => {
      await world().store.write({ ...request, contentType: 'text/plain; charset=utf-8' })

      expect(world().stored(request.key)).toMatchObject([{ contentType: 'text/plain; charset=utf-8' }])
    })

    it('ends when its signal says so, before or meanwhile', async () => {
      await expect(world().store.write({ ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'CANCELLED',
      })

      world().spoil({ stall: true })
      const source = new AbortController()
      const written = world().store.write({ ...request, signal: source.signal, onProgress: () => source.abort() })
      await expect(written).rejects.toMatchObject({ code: 'CANCELLED' })
      expect(world().stored(request.key)).toEqual([])
    })

    it('of more than one request can carry says so', async () => {
      const open = () => {
        throw new Error('must not be opened')
      }

      await expect(world().store.write({ ...request, open, byteLength: 6e9 })).rejects.toMatchObject({
        code: 'STORAGE_CANNOT',
        message: expect.stringContaining('5 GB'),
      })
    })

    it.each<[string, Partial<WriteRequest>]>([
      ['a key that is none', { key: '/photos/a' }],
      ['half a byte', { byteLength: 0.5 }],
      ['a type with a line break', { contentType: 'image/png\r\nx-cos-acl: public-read' }],
      ['an MD5 that is none', { contentMd5: 'abc' }],
    ])('refuses %s', async (_, wrong) => {
      await expect(world().store.write({ ...request, ...wrong })).rejects.toMatchObject({ code: 'INTERNAL' })
    })
  })
}

function writing(key: string, bytes: Buffer): WriteRequest {
  return {
    key,
    open: () => Readable.from(slices(bytes), { objectMode: false }),
    byteLength: bytes.length,
    contentType: 'image/webp',
    contentMd5: md5Hex(bytes),
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 64_000) yield bytes.subarray(start, start + 64_000)
}
