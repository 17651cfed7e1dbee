/** Small texts that outlive the app: settings and resume records. Mini-programs allow 1 MB a key and 10 MB in all. */
export interface KeyValueStore {
  /** @returns undefined where nothing is stored */
  get(key: string): Promise<string | undefined>
  /** @throws AppError STORAGE_FULL */
  set(key: string, value: string): Promise<void>
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>
}
