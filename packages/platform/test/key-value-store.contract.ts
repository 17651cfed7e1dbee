import { describe, expect, it } from '@jest/globals'
import type { KeyValueStore } from '../src/index.js'

/**
 * What every KeyValueStore promises; see `src/ports/key-value-store.ts`.
 * @param reopen the same store as after a restart of the app; absent where it forgets on purpose
 */
export function describeKeyValueStore(open: () => KeyValueStore, reopen?: () => KeyValueStore): void {
  describe('a store', () => {
    it('has nothing under a key that was never set', async () => {
      expect(await open().get('never')).toBeUndefined()
    })

    it.each([
      ['an empty text', ''],
      ['Chinese and emoji', '{"name":"照片 🌄"}'],
      ['100 000 characters', 'x'.repeat(100_000)],
    ])('keeps %s', async (_, value) => {
      const store = open()

      await store.set('key', 'before')
      await store.set('key', value)

      expect(await store.get('key')).toBe(value)
    })

    it('keeps values under many keys apart, also when they are set at once', async () => {
      const store = open()
      const keys = Array.from({ length: 20 }, (_, n) => `many-${n}`)

      await Promise.all(keys.map((key) => store.set(key, `value of ${key}`)))

      for (const key of keys) expect(await store.get(key)).toBe(`value of ${key}`)
    })

    it('forgets what is removed, and bears that it was never there', async () => {
      const store = open()
      await store.set('gone', 'x')

      await store.remove('gone')
      await store.remove('never')

      expect(await store.get('gone')).toBeUndefined()
    })

    if (reopen !== undefined) {
      it('remembers over a restart', async () => {
        await open().set('kept', 'value')

        expect(await reopen().get('kept')).toBe('value')
      })
    }
  })
}
