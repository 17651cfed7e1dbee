import type { ObjectStore } from '@photolift/cos'
import type { GivenId } from './file-id.js'

/** The storage that the variables name, with the ids by which people name what lies in it. */
export interface Storage {
  store: ObjectStore
  /** `cloud://…` where the storage has such ids, else `cos://…`. */
  fileId(key: string, cloudFileId?: string): string
  /**
   * The key of a file id of this storage.
   * @throws AppError FILE_NOT_FOUND for an id of another bucket or environment, or a kind of id that this storage does not have
   */
  keyOf(id: Exclude<GivenId, { kind: 'photo' }>): string
  /** Names the storage in what is kept between runs: the same text means the same objects. */
  identity: string
}
