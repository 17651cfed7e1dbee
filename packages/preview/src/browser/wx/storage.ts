import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

/** One value, and all values together (storage guide). */
const MAX_VALUE_BYTES = 1024 * 1024
const MAX_TOTAL_BYTES = 10 * 1024 * 1024

interface Keyed {
  readonly key: string
}

/** wx.setStorage and its family, in the browser's local storage, apart for each app and person. */
export function storageApi({ api, conditions, space }: Phone) {
  const storage = new KeyValues(`wx:${space}:`, () => conditions.now.storage === 'full')
  return {
    setStorage: api.define('setStorage', ({ key, data }: Keyed & { data: unknown }) => {
      storage.set(key, data)
      return {}
    }),
    setStorageSync: (key: string, data: unknown) => storage.set(key, data),
    getStorage: api.define('getStorage', ({ key }: Keyed) => {
      if (!storage.has(key)) throw new ApiFailure('data not found')
      return { data: storage.get(key) }
    }),
    /** A key that is not there gives the empty text. */
    getStorageSync: (key: string) => storage.get(key),
    removeStorage: api.define('removeStorage', ({ key }: Keyed) => {
      storage.remove(key)
      return {}
    }),
    removeStorageSync: (key: string) => storage.remove(key),
    clearStorage: api.define('clearStorage', () => {
      storage.clear()
      return {}
    }),
    clearStorageSync: () => storage.clear(),
    getStorageInfo: api.define('getStorageInfo', () => storage.info()),
    getStorageInfoSync: () => storage.info(),
  }
}

/** Values by key under one prefix of the browser's storage. */
class KeyValues {
  readonly #prefix: string

  readonly #isFull: () => boolean

  constructor(prefix: string, isFull: () => boolean) {
    this.#prefix = prefix
    this.#isFull = isFull
  }

  has(key: string): boolean {
    return localStorage.getItem(this.#prefix + key) !== null
  }

  get(key: string): unknown {
    const text = localStorage.getItem(this.#prefix + key)
    return text === null ? '' : (JSON.parse(text) as { value: unknown }).value
  }

  set(key: string, value: unknown): void {
    if (typeof key !== 'string' || key === '') throw new ApiFailure('parameter error: key should be a text')
    const text = JSON.stringify({ value })
    const bytes = byteLength(text)
    if (bytes > MAX_VALUE_BYTES) throw new ApiFailure('entry size limit reached')
    if (this.#isFull() || this.#usedBytes(key) + bytes > MAX_TOTAL_BYTES)
      throw new ApiFailure('exceed storage max size 10Mb')
    try {
      localStorage.setItem(this.#prefix + key, text)
    } catch (error) {
      throw new ApiFailure(`the browser's own storage is full: ${(error as Error).message}`)
    }
  }

  remove(key: string): void {
    localStorage.removeItem(this.#prefix + key)
  }

  clear(): void {
    for (const key of this.keys()) this.remove(key)
  }

  keys(): string[] {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length))
  }

  /** Sizes in KB. */
  info() {
    return {
      keys: this.keys(),
      currentSize: Math.ceil(this.#usedBytes() / 1024),
      limitSize: MAX_TOTAL_BYTES / 1024,
    }
  }

  #usedBytes(except?: string): number {
    return this.keys()
      .filter((key) => key !== except)
      .reduce((sum, key) => sum + byteLength(localStorage.getItem(this.#prefix + key) ?? ''), 0)
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength
}
