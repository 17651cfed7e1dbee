import { describe, expect, it } from '@jest/globals'
import { md5Hex } from '../post-form.js'
import type { StoreWorld } from '../store-world.js'

const BYTES = Buffer.from('bytes')

/** What every store with `list` promises. */
export function describeList(world: () => StoreWorld): void {
  describe('listing', () => {
    it('gives key, size, ETag and time of what begins with a prefix', async () => {
      const key = world().newKey()
      await world().put(key, BYTES)

      const page = await world().store.list({ prefix: key })

      expect(page).toEqual({
        objects: [{ key, byteLength: BYTES.length, etag: md5Hex(BYTES), lastModifiedAt: expect.any(Date) }],
      })
      expect(Math.abs((page.objects[0]?.lastModifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
    })

    it('goes on where a page ended, each object once, in the order of bytes', async () => {
      const folder = world().newKey()
      const keys = ['😀', '￥', 'a b', 'a&amp;b', 'a%20b', 'Z'].map((name) => `${folder}/${name}`)
      await Promise.all(keys.map((key) => world().put(key, BYTES)))

      const found: string[] = []
      let startAfter: string | undefined
      let pages = 0
      do {
        const page = await world().store.list({
          prefix: folder,
          limit: 2,
          ...(startAfter !== undefined && { startAfter }),
        })
        found.push(...page.objects.map(({ key }) => key))
        startAfter = page.next
        pages += 1
      } while (startAfter !== undefined)

      expect(pages).toBe(3)
      expect(found).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    })

    it('nothing gives nothing', async () => {
      await expect(world().store.list({ prefix: 'nothing/begins/so' })).resolves.toEqual({ objects: [] })
    })

    it.each([0, 1_001, 1.5])('refuses %d objects at once', async (limit) => {
      await expect(world().store.list({ prefix: '', limit })).rejects.toMatchObject({ code: 'INTERNAL' })
    })
  })
}
