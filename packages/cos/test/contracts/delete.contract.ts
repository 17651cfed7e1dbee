import { describe, expect, it } from '@jest/globals'
import type { StoreWorld } from '../store-world.js'

/** What every store with `delete` promises. */
export function describeDelete(world: () => StoreWorld): void {
  describe('deleting', () => {
    it('takes many objects, absent ones among them', async () => {
      const folder = world().newKey()
      const keys = ['a&b', '照片 <1>', 'c'].map((name) => `${folder}/${name}`)
      await Promise.all(keys.slice(0, 2).map((key) => world().put(key, Buffer.from('bytes'))))

      await world().store.deleteMany(keys)

      expect(world().stored(folder)).toEqual([])
    })

    it('again is the same', async () => {
      const key = world().newKey()
      await world().put(key, Buffer.from('bytes'))

      await world().store.deleteMany([key])

      await expect(world().store.deleteMany([key])).resolves.toBeUndefined()
    })

    it('nothing sends nothing', async () => {
      const met = world().spoil({ latencyMs: 0 })

      await world().store.deleteMany([])

      expect(met()).toBe(0)
    })

    it('refuses a key that is none', async () => {
      await expect(world().store.deleteMany(['/a'])).rejects.toMatchObject({ code: 'INTERNAL' })
    })
  })
}
