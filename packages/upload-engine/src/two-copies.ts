import type { KeyValueStore } from '@photolift/platform'

/** A text that a kill in the middle of a write does not take: what is read is the last one or the one before. */
export interface TwoCopies {
  /** @returns empty where nothing whole is there; never rejects */
  read(): Promise<string>
  /** Empty leaves no key. @throws AppError STORAGE_FULL, or whatever the store says */
  write(text: string): Promise<void>
}

/** The two are written one after the other, so that one of them is whole at any time. */
export function createTwoCopies(store: KeyValueStore, key: string): TwoCopies {
  const keys = [`${key}.a`, `${key}.b`]
  /** What both copies are known to hold. */
  let known: string | undefined

  return {
    async read() {
      const copies = await Promise.all(keys.map((name) => load(store, name)))
      const text = copies.map(unsealed).find((whole) => whole !== undefined) ?? ''
      if (copies.every((copy) => copy === (text === '' ? undefined : sealed(text)))) known = text
      return text
    },
    async write(text) {
      if (text === known) return
      known = undefined
      for (const name of keys) await (text === '' ? store.remove(name) : store.set(name, sealed(text)))
      known = text
    },
  }
}

async function load(store: KeyValueStore, key: string): Promise<string | undefined> {
  try {
    return await store.get(key)
  } catch {
    // Safe to ignore: an unreadable copy is as good as a torn one.
    return 'unreadable'
  }
}

function sealed(text: string): string {
  return `${checksum(text)} ${text}`
}

function unsealed(copy = ''): string | undefined {
  const text = copy.slice(copy.indexOf(' ') + 1)
  return copy === sealed(text) ? text : undefined
}

/** FNV-1a of its UTF-16 units: against accidents, not against people. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16)
}
