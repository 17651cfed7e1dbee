import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { MemoryStore, settle } from '@photolift/platform/testing'
import { createResumeRecord } from './resume-record.js'

describe('the resume record', () => {
  it('remembers over a restart what was added and not removed', async () => {
    const store = new MemoryStore()
    const record = createResumeRecord(store)
    for (const photoId of ['a', 'b', 'c']) record.add(photoId)
    record.remove('b')
    await settle()

    expect(await createResumeRecord(store).leftovers()).toEqual(['a', 'c'])
  })

  it('keeps what a former run left until it is settled', async () => {
    const store = new MemoryStore()
    createResumeRecord(store).add('old')
    await settle()

    const record = createResumeRecord(store)
    record.add('new')
    await settle()
    expect(new Set(await createResumeRecord(store).leftovers())).toEqual(new Set(['old', 'new']))
    record.remove('old')
    await settle()

    expect(await createResumeRecord(store).leftovers()).toEqual(['new'])
  })

  it('writes many changes in a row as one', async () => {
    const store = new MemoryStore()
    let writes = 0
    const record = createResumeRecord({
      get: (key) => store.get(key),
      remove: (key) => store.remove(key),
      set(key, value) {
        writes += 1
        return store.set(key, value)
      },
    })

    for (let n = 0; n < 50; n++) record.add(`${n}`)
    await settle()

    expect(writes).toBe(1)
  })

  it.each(['{', 'null', '{"a":1}', '[1,{}]'])('takes the unreadable %s for nothing', async (text) => {
    const store = new MemoryStore()
    await store.set('photolift.unconfirmed-photos', text)

    expect(await createResumeRecord(store).leftovers()).toEqual([])
  })

  it('stops nobody where storage is full', async () => {
    const full = new AppError('STORAGE_FULL', '')
    const record = createResumeRecord({
      get: async () => undefined,
      set: async () => Promise.reject(full),
      remove: async () => Promise.reject(full),
    })

    record.add('a')
    await settle()

    expect(() => record.remove('a')).not.toThrow()
  })
})
