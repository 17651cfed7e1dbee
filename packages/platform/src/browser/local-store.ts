import { AppError } from '@photolift/contracts'
import type { KeyValueStore } from '../ports/key-value-store.js'

/**
 * The page's localStorage, for this origin.
 * @param prefix keeps apps of one origin apart, such as `photolift.`
 */
export function createLocalStore(prefix: string): KeyValueStore {
  return {
    get: async (key) => localStorage.getItem(prefix + key) ?? undefined,
    async set(key, value) {
      try {
        localStorage.setItem(prefix + key, value)
      } catch (error) {
        throw new AppError('STORAGE_FULL', String(error), { cause: error })
      }
    },
    remove: async (key) => localStorage.removeItem(prefix + key),
  }
}
