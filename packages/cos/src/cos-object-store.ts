import type { CosBucket, CosCredential } from './bucket.js'
import type { ObjectStore } from './object-store.js'

export declare function createCosObjectStore(bucket: CosBucket, credential: CosCredential): ObjectStore
