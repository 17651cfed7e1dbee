import type { ErrorCode, IngestState, PhotoContentType } from '@photolift/contracts'

/** Instants are milliseconds since 1970; days are counted by `quotaDay`. Both databases hold the same columns. */
export interface Schema {
  account: AccountRow
  photo: PhotoRow
  addressHits: AddressHitsRow
  wechatRefresh: WechatRefreshRow
  ingest: IngestRow
  oneTimeCode: OneTimeCodeRow
  linkedIdentity: LinkedIdentityRow
}

/** A person in one mini-program, service account or outside WeChat, with the counters that are changed only while the row is locked. */
export interface AccountRow {
  userId: string
  /** `<appid>:<openid>`, or `desk:<name>` for somebody outside WeChat. */
  wechatIdentity: string
  createdAt: number
  /** Bytes of all photos that are `ready` or hold quota for a running grant. */
  bytesHeld: number
  /** Day that `photosOfDay` counts. */
  quotaDay: number
  photosOfDay: number
  /** Minute that `grantCalls` counts. */
  grantMinute: number
  grantCalls: number
  /** Time of the newest pick; a later pick gets a later time. */
  lastPickedAt: number
  /** The person's id in the Open Platform account, once a log-in of the mini-program has told it. */
  unionid: string | null
  /** Where the services that let the person in keep photos, as `storageName` writes it; `several` once two of them differ, for good. */
  storage: string | null
}

/** `deleted` rows stay as tombstones, so that a task that comes again does not bring its photo back. */
export type RowStatus = 'pending' | 'ready' | 'rejected' | 'deleted'

export interface PhotoRow {
  photoId: string
  userId: string
  taskId: string
  pickId: string
  position: number
  name: string | null
  byteLength: number
  contentType: PhotoContentType
  contentMd5: string
  status: RowStatus
  /** Why it was rejected. */
  rejection: ErrorCode | null
  /** Where the granted form writes, or the parts become an object. */
  incomingKey: string
  /** Where the confirmed bytes are; made up by the confirm that won. */
  finalKey: string | null
  width: number | null
  height: number | null
  /** When the pick reached the service. */
  createdAt: number
  /** Place in the gallery: see `newGalleryKey`. */
  galleryKey: string
  /** A pending photo holds quota until its grant ends; null once that was given back and for every other status. */
  heldUntil: number | null
  /** Day whose photo count the grant used. */
  quotaDay: number
  /** Bytes of each part but the last, where the photo was granted to come in parts; null where it comes whole. */
  partByteLength: number | null
  /** COS's id of the upload in parts that was begun last, also once it is completed or aborted; null until parts were asked for. */
  uploadId: string | null
  /** The photo that an edit made this one from. */
  sourcePhotoId: string | null
  /** Hash of the source's bytes and the operations, hex: the same edit asked for again is this photo. */
  editDigest: string | null
  /** The small picture that the service has made, beside the photo. */
  thumbnailKey: string | null
  /** Why the service can make none. */
  thumbnailRefusal: ErrorCode | null
}

/** Requests of one client address, where several instances count together. */
export interface AddressHitsRow {
  address: string
  minute: number
  hits: number
}

/** When an instance last claimed the right to force a new access token. */
export interface WechatRefreshRow {
  appid: string
  claimedAt: number
}

/** A picture that WeChat keeps for three days, and the work of fetching it. */
export interface IngestRow {
  ingestId: string
  userId: string
  pickId: string
  /** Place inside the pick. */
  position: number
  /** When the pick reached the service: the `createdAt` that its photo will have. */
  pickedAt: number
  /** The service account that the media id is of; the two together are unique. */
  appid: string
  mediaId: string
  state: IngestState
  /** Where `ready`: the photo that it became. */
  photoId: string | null
  /** Where `failed`. */
  error: ErrorCode | null
  /** When it was claimed. */
  createdAt: number
  /** When WeChat forgets the media id at the latest. */
  deadlineAt: number
  /** When somebody may work on it: at once, after a pause, or once the lease of who does now has ended. */
  dueAt: number
  /** Made up by who works on it; null while nobody does. Every step of the work compares it. */
  leaseOwner: string | null
  /** When the last try began. */
  triedAt: number | null
  tries: number
  /** Where the last try writes; what a try that died has left is there. */
  objectKey: string | null
}

/** The mini-program's account that an identity of the service account has been joined to: it logs in there, and has none of its own. */
export interface LinkedIdentityRow {
  /** `<appid>:<openid>`. */
  wechatIdentity: string
  userId: string
  linkedAt: number
}

/**
 * `web-login`, `web-link`: a browser that was sent to WeChat; `web-code`, `link-code`, `desk-code`: a person who may log in. Those of `link`
 * are for a person who asks to be joined with their account of the mini-program.
 */
export type CodePurpose = 'web-login' | 'web-link' | 'web-code' | 'link-code' | 'desk-code'

/** A code that opens something once. */
export interface OneTimeCodeRow {
  /** SHA-256 of purpose and code, hex. */
  codeHash: string
  purpose: CodePurpose
  /** What the code stands for, as its purpose writes it. */
  meaning: string
  expiresAt: number
}
