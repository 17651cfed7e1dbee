/** What the bucket keeps under a key. */
export interface StoredObject {
  byteLength: number
  md5: string
}
