import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { MemoryStore, settle } from '@photolift/platform/testing'
import { createJournal } from './journal.js'
import type { JournalEntry } from './journal-entry.js'

const MEGABYTE = 1024 * 1024

describe('the journal', () => {
  it('remembers over a kill, in picked order, pick by pick', async () => {
    const store = new MemoryStore()
    const entries = [...photos(30, { pickId: 'pick-b' }), ...photos(3, { pickId: 'pick-a', from: 30 })]
    await write(store, entries)

    expect(await written(store)).toEqual(entries)
  })

  it('keeps the picks of a later run behind those of an earlier one', async () => {
    const store = new MemoryStore()
    await write(store, photos(2, { pickId: 'z' }))
    const former = await written(store)

    await write(store, [...former, ...photos(2, { pickId: 'a', from: 2 })])

    expect((await written(store)).map(({ pickId }) => pickId)).toEqual(['z', 'z', 'a', 'a'])
  })

  it('leaves no key when nothing is left to remember', async () => {
    const store = new MemoryStore()
    await write(store, photos(20))
    expect(store.values.size).toBeGreaterThan(0)

    await write(store, [])

    expect(store.values.size).toBe(0)
  })

  it('holds a thousand photos with the longest names, far below 1 MB a key and 10 MB in all', async () => {
    const store = new MemoryStore()
    const entries = photos(1_000, { name: `${'照'.repeat(83)}.jpeg` })
    await write(store, entries)

    // As UTF-16, which is the most that any platform takes for it.
    const sizes = [...store.values.values()].map((text) => 2 * text.length)
    expect(Math.max(...sizes)).toBeLessThan(MEGABYTE / 2)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * MEGABYTE)
    expect(await written(store)).toEqual(entries)
  })

  it('loses nothing of the others, and of the torn one its last change, whichever key a kill has cut', async () => {
    const before = photos(40)
    const after = before.map((entry) => ({ ...entry, photoId: `photo-of-${entry.taskId}` }))
    const whole = new MemoryStore()
    await write(whole, before)
    await write(whole, after)

    for (const key of whole.values.keys()) {
      const store = new MemoryStore()
      for (const [name, value] of whole.values) await store.set(name, value)
      await store.set(key, (whole.values.get(key) ?? '').slice(0, 50))
      expect(await written(store)).toEqual(after)
    }
  })

  it('writes many changes in a row once, and a change of one photo without the others', async () => {
    const store = new CountingStore()
    let entries = photos(64)
    const journal = createJournal({ store, read: () => entries, onFailingChange: () => {} })
    for (let change = 0; change < 50; change++) journal.changed()
    await settle()
    const firstWrites = store.writtenKeys.length
    store.writtenKeys.length = 0

    entries = entries.map((entry, index) => (index === 5 ? { ...entry, sent: true } : entry))
    journal.changed()
    await settle()

    expect(firstWrites).toBe(16)
    expect(store.writtenKeys).toHaveLength(2)
  })

  it('says that it fails while storage is full, and writes again once it is not', async () => {
    const store = new CountingStore()
    const said: boolean[] = []
    const entries = photos(3)
    const journal = createJournal({
      store,
      read: () => entries,
      onFailingChange: () => said.push(journal.isFailing),
    })
    store.isFull = true
    journal.changed()
    await settle()
    journal.changed()
    await settle()

    store.isFull = false
    journal.changed()
    await settle()

    expect(said).toEqual([true, false])
    expect(await written(store)).toEqual(entries)
  })
})

class CountingStore extends MemoryStore {
  readonly writtenKeys: string[] = []
  isFull = false

  override async set(key: string, value: string): Promise<void> {
    if (this.isFull) throw new AppError('STORAGE_FULL', '')
    this.writtenKeys.push(key)
    await super.set(key, value)
  }
}

async function write(store: MemoryStore, entries: readonly JournalEntry[]): Promise<void> {
  createJournal({ store, read: () => entries, onFailingChange: () => {} }).changed()
  await settle()
}

async function written(store: MemoryStore): Promise<JournalEntry[]> {
  const journal = createJournal({ store, read: () => [], onFailingChange: () => {} })
  return [...(await journal.former)]
}

function photos(count: number, { pickId = 'pick', from = 0, name = 'a.jpg' } = {}): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    // The last character decides about the chunk.
    taskId: `${String(index + from).padStart(25, '0')}${'ABCDEFGH'[index % 8]}`,
    pickId,
    position: index,
    name,
    file: `${String(index + from).padStart(26, '0')}.jpg`,
    byteLength: 3_000_000,
    contentType: 'image/jpeg',
    contentMd5: 'a'.repeat(32),
  }))
}
