import type { KeyValueStore } from '../ports/key-value-store.js'

/** Forgets everything with the process. */
export class MemoryStore implements KeyValueStore {
  readonly values = new Map<string, string>()

  async get(key: string): Promise<string | undefined> {
    return this.values.get(key)
  }

  async set(key: string, value: string): Promise<void> {
    this.values.set(key, value)
  }

  async remove(key: string): Promise<void> {
    this.values.delete(key)
  }
}
