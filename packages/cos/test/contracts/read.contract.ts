import { buffer } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { ReadObject, ReadRequest } from '../../src/index.js'
import { md5Hex } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const BYTES = Buffer.alloc(300_000, '照片')

/** What every store with `read` promises. */
export function describeRead(world: () => StoreWorld): void {
  describe('reading', () => {
    let key: string

    beforeEach(async () => {
      key = world().newKey()
      await world().put(key, BYTES)
    })

    it.each([0, 1, 299_999])('from byte %i gives the rest, and size, ETag and type of the whole', async (start) => {
      const object = await read({ key, start })

      expect(object).toMatchObject({ byteLength: BYTES.length, etag: md5Hex(BYTES), contentType: expect.any(String) })
      expect((await buffer(object.body)).equals(BYTES.subarray(start))).toBe(true)
    })

    it('an object of 0 bytes gives none', async () => {
      await world().put(key, Buffer.alloc(0))

      const object = await read({ key })

      expect(object.byteLength).toBe(0)
      expect((await buffer(object.body)).length).toBe(0)
    })

    it('what is not there gives undefined', async () => {
      await expect(world().store.read({ key: world().newKey() })).resolves.toBeUndefined()
    })

    it('goes on only with the same object', async () => {
      const same = await read({ key, start: 10, ifMatch: md5Hex(BYTES) })
      same.body.destroy()
      await world().put(key, Buffer.from('something else'))

      await expect(world().store.read({ key, start: 10, ifMatch: md5Hex(BYTES) })).rejects.toMatchObject({
        code: 'FILE_DAMAGED',
      })
    })

    it('from behind the end is refused', async () => {
      await expect(world().store.read({ key, start: BYTES.length + 1 })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      })
    })

    it.each([
      ['a busy storage', { status: 503, code: 'SlowDown' }],
      ['a cut connection', { loseReply: true }],
    ])('begins anew after %s', async (_, fault) => {
      const met = world().spoil(fault, { times: 1 })

      const object = await read({ key })

      expect((await buffer(object.body)).equals(BYTES)).toBe(true)
      expect(met()).toBe(1)
    })

    it('ends with an error where the connection ends half way', async () => {
      world().spoil({ cutAnswerAfterBytes: 100_000 }, { times: 1 })

      const object = await read({ key })

      await expect(buffer(object.body)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    })

    it('ends when its signal says so, before or meanwhile', async () => {
      await expect(world().store.read({ key, signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'CANCELLED',
      })

      const source = new AbortController()
      const object = await read({ key, signal: source.signal })
      source.abort()
      await expect(buffer(object.body)).rejects.toMatchObject({ code: 'CANCELLED' })
    })

    it('is let go by who does not read on', async () => {
      const object = await read({ key })

      object.body.destroy()

      expect(object.body.destroyed).toBe(true)
    })

    it.each<[string, Partial<ReadRequest>]>([
      ['a key that is none', { key: '../a' }],
      ['half a byte', { start: 0.5 }],
      ['a start before the first', { start: -1 }],
    ])('refuses %s', async (_, wrong) => {
      await expect(world().store.read({ key, ...wrong })).rejects.toMatchObject({ code: 'INTERNAL' })
    })
  })

  async function read(request: ReadRequest): Promise<ReadObject> {
    const object = await world().store.read(request)
    if (object === undefined) throw new Error('there is no object')
    return object
  }
}
