/** A file or folder that outlives the app's run. */
export interface UserEntry {
  readonly path: string
  /** Null for a folder. */
  readonly blob: Blob | null
  readonly modifiedAt: number
}

const STORE = 'entries'

/** Where the user's files lie in the browser: one IndexedDB database per app and person. */
export class UserSpace {
  readonly #database: IDBDatabase

  private constructor(database: IDBDatabase) {
    this.#database = database
  }

  static async open(name: string): Promise<UserSpace> {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'path' })
    return new UserSpace(await done(request))
  }

  async readAll(): Promise<UserEntry[]> {
    return done(this.#store('readonly').getAll() as IDBRequest<UserEntry[]>)
  }

  async put(entry: UserEntry): Promise<void> {
    await done(this.#store('readwrite').put(entry))
  }

  async delete(path: string): Promise<void> {
    await done(this.#store('readwrite').delete(path))
  }

  async clear(): Promise<void> {
    await done(this.#store('readwrite').clear())
  }

  #store(mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(STORE, mode).objectStore(STORE)
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser could not keep a file'))
  })
}
