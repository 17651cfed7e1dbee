import type { ObjectStore } from '../cos/store/object-store.js'
import { type CloudEnvironment, keyOfCloudFileId } from './cloud-environment.js'
import type { MetaIds } from './meta-ids.js'

/** What a file id leads to. */
export type CloudFileLookup =
  | { kind: 'found'; key: string; openid: string }
  /** No file id of this environment. */
  | { kind: 'foreign' }
  | { kind: 'missing' }
  /** It is stored, but its meta id is missing, or speaks of another path: nobody can tell whose it is. */
  | { kind: 'owner-unknown'; key: string }

export interface CloudFilesOptions {
  environment: CloudEnvironment
  store: ObjectStore
  metaIds: MetaIds
}

/** The environment's objects by file id, which works through the meta id that each was stored with. */
export class CloudFiles {
  constructor(private readonly options: CloudFilesOptions) {}

  find(fileId: string): CloudFileLookup {
    const { environment, store, metaIds } = this.options
    const key = keyOfCloudFileId(environment, fileId)
    if (key === undefined) return { kind: 'foreign' }
    const object = store.getObject(key)
    if (!object) return { kind: 'missing' }
    const statement = metaIds.decode(object.metadata['x-cos-meta-fileid'] ?? '')
    // The documents write paths with and without a leading slash.
    const holds = statement?.bucket === environment.bucket && statement.path.replace(/^\//, '') === key
    return holds ? { kind: 'found', key, openid: statement.openid } : { kind: 'owner-unknown', key }
  }
}
