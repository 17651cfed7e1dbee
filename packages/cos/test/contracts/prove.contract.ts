import { beforeEach, describe, expect, it } from '@jest/globals'
import { md5Hex } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const PHOTO = Buffer.from('\u00ff\u00d8\u00ff\u00e0 a photo of some size', 'latin1')

/** What every store with `prove` promises. */
export function describeProve(world: () => StoreWorld): void {
  describe('a proof', () => {
    let key: string

    beforeEach(() => {
      key = world().newKey()
    })

    it('has size, ETag, type and first bytes from one request', async () => {
      await world().put(key, PHOTO)
      const met = world().spoil({ latencyMs: 0 })

      const proof = await world().store.prove(key, 4)

      expect(proof).toEqual({
        byteLength: PHOTO.length,
        etag: md5Hex(PHOTO),
        contentType: expect.any(String),
        prefix: PHOTO.subarray(0, 4),
      })
      expect(met()).toBe(1)
    })

    it('has the whole object where it is shorter than the prefix', async () => {
      await world().put(key, PHOTO)

      const proof = await world().store.prove(key, 1_000)

      expect(proof).toMatchObject({ byteLength: PHOTO.length, prefix: PHOTO })
    })

    it('of an object of 0 bytes has no first bytes', async () => {
      await world().put(key, Buffer.alloc(0))

      const proof = await world().store.prove(key, 16)

      expect(proof).toEqual({
        byteLength: 0,
        etag: md5Hex(Buffer.alloc(0)),
        contentType: expect.any(String),
        prefix: new Uint8Array(),
      })
    })

    it('does not exist without an object', async () => {
      await expect(world().store.prove(key, 16)).resolves.toBeUndefined()
    })
  })
}
