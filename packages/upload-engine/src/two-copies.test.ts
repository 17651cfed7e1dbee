import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { MemoryStore } from '@photolift/platform/testing'
import { createTwoCopies } from './two-copies.js'

describe('a text in two copies', () => {
  it('is read as it was written, and leaves no key once it is empty', async () => {
    const store = new MemoryStore()
    const copies = createTwoCopies(store, 'k')
    await copies.write('照片 🌄')
    expect(await createTwoCopies(store, 'k').read()).toBe('照片 🌄')

    await copies.write('')

    expect(store.values.size).toBe(0)
    expect(await createTwoCopies(store, 'k').read()).toBe('')
  })

  it('is the last one or the one before, wherever a kill cuts it', async () => {
    for (const writesBeforeTheKill of [0, 1]) {
      for (const cutAt of [0, 1, 9, 10, 20]) {
        const store = new MemoryStore()
        await createTwoCopies(store, 'k').write('the one before')

        await createTwoCopies(killedStore(store, writesBeforeTheKill, cutAt), 'k')
          .write('the last one')
          .catch(() => {})

        expect(['the one before', 'the last one']).toContain(await createTwoCopies(store, 'k').read())
      }
    }
  })

  it('is the one before, where a kill has left the beginning of the new one and the end of the old one', async () => {
    const store = new MemoryStore()
    await createTwoCopies(store, 'k').write('[{"a":1}]')

    const old = store.values.get('k.a') ?? ''
    store.values.set('k.a', `${old.slice(0, -3)}2}]`)

    expect(await createTwoCopies(store, 'k').read()).toBe('[{"a":1}]')
  })

  it('is made whole again by the next write, also of the same text', async () => {
    const store = new MemoryStore()
    await createTwoCopies(store, 'k').write('text')
    store.values.set('k.a', 'te')
    const copies = createTwoCopies(store, 'k')

    await copies.write(await copies.read())

    expect(store.values.get('k.a')).toBe(store.values.get('k.b'))
  })

  it('is not written again while it stays the same', async () => {
    let writes = 0
    const store = new MemoryStore()
    const counting = {
      get: (key: string) => store.get(key),
      remove: (key: string) => store.remove(key),
      set(key: string, value: string) {
        writes += 1
        return store.set(key, value)
      },
    }
    await createTwoCopies(store, 'k').write('text')
    const copies = createTwoCopies(counting, 'k')
    await copies.read()

    for (const text of ['text', 'text', 'other', 'other']) await copies.write(text)

    expect(writes).toBe(2)
  })

  it('is empty where a store fails to read it', async () => {
    const failing = new MemoryStore()
    failing.get = async () => Promise.reject(new AppError('INTERNAL', ''))

    expect(await createTwoCopies(failing, 'k').read()).toBe('')
  })
})

/** After so many whole writes the next one is cut, and the app is no more. */
function killedStore(store: MemoryStore, wholeWrites: number, cutAt: number) {
  let writes = 0
  return {
    get: (key: string) => store.get(key),
    remove: (key: string) => store.remove(key),
    async set(key: string, value: string) {
      if (writes++ < wholeWrites) return store.set(key, value)
      await store.set(key, value.slice(0, cutAt))
      throw new Error('killed')
    },
  }
}
