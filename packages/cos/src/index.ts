export { bucketUrl, type CosBucket, type CosCredential } from './bucket.js'
export type { CorsRule, LifecycleRule } from './bucket-rules.js'
export { readCorsRules, readLifecycleRules, webPageCorsRule, writeCorsRules } from './bucket-rules.js'
export type { CloudFile } from './cloud-file-id.js'
export { composeCloudFileId, parseCloudFileId } from './cloud-file-id.js'
export type { CloudrunObjectStoreOptions } from './cloudrun-object-store.js'
export { createCloudrunObjectStore } from './cloudrun-object-store.js'
export { CosFailure } from './cos-failure.js'
export type { CosObjectStoreOptions } from './cos-object-store.js'
export { createCosObjectStore } from './cos-object-store.js'
export { DeleteFailure } from './delete-failure.js'
export type {
  CopyRequest,
  ListedObject,
  ListRequest,
  MultipartUpload,
  ObjectProof,
  ObjectStore,
  ReadObject,
  ReadRequest,
  ReadUrl,
  ReadUrlRequest,
  StorageAbility,
  StoredPart,
  WriteRequest,
  WrittenObject,
} from './object-store.js'
export type { TcbObjectStoreOptions } from './tcb-object-store.js'
export { createTcbObjectStore } from './tcb-object-store.js'
export type { UploadForm, UploadFormRequest } from './upload-form.js'
