export { isConnectionFailure } from './connection-failure.js'
export type { Database, DatabaseAddress, Queryable } from './database.js'
export { openDatabase } from './database.js'
export { newDeskCode, readDeskCode } from './desk-code.js'
export { markDeleted } from './mark-deleted.js'
export { migrate, pendingMigrations } from './migrate.js'
export { largeKeyOf, objectKeysOf, pairedThumbnailKey } from './object-keys-of.js'
export { createOneTimeCodes, type NewOneTimeCode, type OneTimeCodes } from './one-time-codes.js'
export { type QuotaCounters, type QuotaUse, returnBytes, returnQuota } from './quota-counters.js'
export type {
  AccountRow,
  AddressHitsRow,
  IngestRow,
  LinkedIdentityRow,
  PhotoRow,
  RowStatus,
  Schema,
  WechatRefreshRow,
} from './schema.js'
export { unfinishedUploadsOf } from './unfinished-uploads-of.js'
export { isUniqueViolation } from './unique-violation.js'
