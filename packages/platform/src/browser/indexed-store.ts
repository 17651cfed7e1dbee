import { AppError } from '@photolift/contracts'
import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval'
import type { KeptPhoto, KeptPhotos } from '../ports/kept-photos.js'
import type { KeyValueStore } from '../ports/key-value-store.js'
import { BrowserPhotoSource } from './photo-source.js'

/**
 * Texts in an IndexedDB database of this origin, which holds far more than localStorage and does not stop the page.
 * @param database its name, such as `photolift-journal`, as soon as it is known; one database holds one kind of thing
 */
export function createIndexedStore(database: string | Promise<string>): KeyValueStore {
  const store = openStore(database, 'texts')
  return {
    get: (key) => get<string>(key, store),
    set: (key, value) => full(() => set(key, value, store)),
    remove: (key) => del(key, store),
  }
}

/**
 * Files of photos in an IndexedDB database of this origin. Their bytes are copied: a picked File only points at a file that may change or
 * go away. A `localUrl` is a `blob:` address and ends with the page.
 */
export function createIndexedKeptPhotos(database: string | Promise<string>): KeptPhotos {
  const store = openStore(database, 'photos')

  async function put(name: string, bytes: ArrayBuffer): Promise<KeptPhoto> {
    const blob = new Blob([bytes])
    await full(() => set(name, blob, store))
    return kept(blob)
  }

  return {
    keep: async (name, source) => put(name, await source.slice(0, source.byteLength)),
    write: put,
    async open(name) {
      // What cannot be read now is no more there than what is gone.
      const blob = await get<Blob>(name, store).catch(() => undefined)
      return blob === undefined ? undefined : kept(blob)
    },
    remove: (name) =>
      del(name, store).catch(() => {
        // As the port says: what cannot be removed stays in the list.
      }),
    list: () => keys<string>(store),
  }
}

/** Where the browser has no IndexedDB, or does not let the page have it, each use rejects. */
function openStore(database: string | Promise<string>, name: string): UseStore {
  const opened = Promise.resolve(database).then((known) => createStore(known, name))
  // Each use says so.
  opened.catch(() => {})
  return async (mode, callback) => (await opened)(mode, callback)
}

function kept(blob: Blob): KeptPhoto {
  return { source: new BrowserPhotoSource(blob), localUrl: URL.createObjectURL(blob) }
}

/** Private windows and full disks alike refuse to write, each browser with an error of its own: nothing can be kept there. */
async function full(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw new AppError('STORAGE_FULL', String(error), { cause: error })
  }
}
