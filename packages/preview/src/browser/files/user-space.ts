/** A file or folder that outlives the app's run. */
export interface UserEntry {
  readonly path: string
  /** Null for a folder. */
  readonly blob: Blob | null
  readonly modifiedAt: number
}

const STORE = 'entries'
const NOT_KEPT = 'the browser could not keep a file'

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
    return done(this.#database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<UserEntry[]>)
  }

  put(entry: UserEntry): Promise<void> {
    return this.#change((store) => store.put(entry))
  }

  delete(path: string): Promise<void> {
    return this.#change((store) => store.delete(path))
  }

  clear(): Promise<void> {
    return this.#change((store) => store.clear())
  }

  /** Over once it is committed: a request succeeds before that, and a page that ends in between takes the change back. */
  #change(act: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = this.#database.transaction(STORE, 'readwrite')
    act(transaction.objectStore(STORE))
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error(NOT_KEPT))
    })
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error(NOT_KEPT))
  })
}
