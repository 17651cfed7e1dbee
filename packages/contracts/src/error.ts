/** What a client does about an error, besides telling the person. */
export type RetryRule =
  /** Nothing helps but another choice by the person. */
  | 'never'
  /** Again by itself, with growing pauses. */
  | 'later'
  /** After a fresh login. */
  | 'after-login'
  /** After a fresh upload grant. */
  | 'after-authorize'
  /** Once the person has done what the sentence says. */
  | 'after-user'

export interface ErrorSpec {
  /** HTTP status of the service's answer; null where only a client can see the error. */
  status: number | null
  retry: RetryRule
}

/** Every failure that Photolift knows. The status, the client's reaction and the sentence follow from the code. */
export const ERRORS = {
  // The service answers these.
  REQUEST_INVALID: { status: 400, retry: 'never' },
  REQUEST_TOO_LARGE: { status: 413, retry: 'never' },
  REQUEST_TYPE_UNSUPPORTED: { status: 415, retry: 'never' },
  ROUTE_NOT_FOUND: { status: 404, retry: 'never' },
  AUTH_TOKEN_INVALID: { status: 401, retry: 'after-login' },
  LOGIN_CODE_INVALID: { status: 401, retry: 'after-login' },
  LOGIN_REFUSED: { status: 403, retry: 'never' },
  RATE_LIMITED: { status: 429, retry: 'later' },
  PHOTO_NOT_FOUND: { status: 404, retry: 'never' },
  PHOTO_TOO_LARGE: { status: 413, retry: 'never' },
  PHOTO_EMPTY: { status: 400, retry: 'never' },
  PHOTO_TYPE_UNSUPPORTED: { status: 415, retry: 'never' },
  PHOTO_NOT_AS_GRANTED: { status: 409, retry: 'never' },
  PHOTO_NOT_UPLOADED: { status: 409, retry: 'after-authorize' },
  PHOTO_NOT_IN_PARTS: { status: 409, retry: 'after-authorize' },
  PHOTO_DELETED: { status: 410, retry: 'never' },
  PHOTO_TOO_MANY_PIXELS: { status: 413, retry: 'never' },
  PHOTO_DAMAGED: { status: 422, retry: 'never' },
  PHOTO_ANIMATED: { status: 415, retry: 'never' },
  EDIT_OUT_OF_BOUNDS: { status: 400, retry: 'never' },
  EDIT_BUSY: { status: 503, retry: 'later' },
  EDIT_TIMEOUT: { status: 422, retry: 'never' },
  EDIT_UNAVAILABLE: { status: 501, retry: 'never' },
  TASK_CONFLICT: { status: 409, retry: 'never' },
  CONFIRM_PENDING: { status: 503, retry: 'later' },
  QUOTA_EXCEEDED: { status: 403, retry: 'after-user' },
  DAILY_QUOTA_EXCEEDED: { status: 403, retry: 'after-user' },
  STORAGE_CANNOT: { status: 501, retry: 'never' },
  STORAGE_UNAVAILABLE: { status: 503, retry: 'later' },
  WECHAT_UNAVAILABLE: { status: 503, retry: 'later' },
  ORIGIN_NOT_ALLOWED: { status: 403, retry: 'never' },
  SNAPSHOT_USER: { status: 403, retry: 'after-user' },
  WEB_PAGE_UNAVAILABLE: { status: 501, retry: 'never' },
  LINK_UNAVAILABLE: { status: 501, retry: 'never' },
  LINK_ACCOUNT_NOT_FOUND: { status: 404, retry: 'after-user' },
  LINK_REFUSED: { status: 409, retry: 'never' },
  INGEST_NOT_FOUND: { status: 404, retry: 'never' },
  MEDIA_NOT_FOUND: { status: 404, retry: 'never' },
  MEDIA_CLAIMED: { status: 409, retry: 'never' },
  MEDIA_EXPIRED: { status: 410, retry: 'never' },
  NOT_READY: { status: 503, retry: 'later' },
  INTERNAL: { status: 500, retry: 'later' },
  // Only a client can see these; those of files, the command line.
  FILE_NOT_FOUND: { status: null, retry: 'never' },
  FILE_UNREADABLE: { status: null, retry: 'after-user' },
  FILE_DAMAGED: { status: null, retry: 'later' },
  UPLOAD_GRANT_EXPIRED: { status: null, retry: 'after-authorize' },
  UPLOAD_REFUSED: { status: null, retry: 'after-authorize' },
  NETWORK_LOST: { status: null, retry: 'later' },
  NETWORK_TIMEOUT: { status: null, retry: 'later' },
  NETWORK_INTERRUPTED: { status: null, retry: 'later' },
  HOST_NOT_ALLOWED: { status: null, retry: 'never' },
  SERVICE_UNREACHABLE: { status: null, retry: 'later' },
  PHOTO_UNREADABLE: { status: null, retry: 'never' },
  PHOTO_METADATA_STAYS: { status: null, retry: 'after-user' },
  PRIVACY_REFUSED: { status: null, retry: 'after-user' },
  PRIVACY_UNDECLARED: { status: null, retry: 'never' },
  PICK_UNAVAILABLE: { status: null, retry: 'never' },
  PICK_REFUSED: { status: null, retry: 'after-user' },
  JS_SDK_REFUSED: { status: null, retry: 'never' },
  STORAGE_FULL: { status: null, retry: 'after-user' },
  CANCELLED: { status: null, retry: 'never' },
} as const satisfies Record<string, ErrorSpec>

export type ErrorCode = keyof typeof ERRORS

/** A refusal of one item inside a call that succeeded. `message` is for developers. */
export interface ItemError {
  code: ErrorCode
  message: string
}

/** The body of every answer of the service with a status of 400 or more. */
export interface ErrorEnvelope {
  error: ItemError & { requestId: string }
}

export interface AppErrorDetails {
  /** What lies below: an upstream's error, kept for logs. */
  cause?: unknown
  /** Seconds to wait before the next try, from `Retry-After`. */
  retryAfterSeconds?: number
  /** Id under which the service logged the failure. */
  requestId?: string
  /** COS's own `<Code>`, where COS refused. */
  cosErrorCode?: string
}

/** A failure from the catalogue; the only kind of error that crosses a module's border on purpose. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
  readonly cosErrorCode: string | undefined

  /** @param message for developers; people read the sentence for `code` */
  constructor(
    readonly code: ErrorCode,
    message: string,
    details: AppErrorDetails = {},
  ) {
    super(`${code}: ${message}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.retryAfterSeconds = details.retryAfterSeconds
    this.requestId = details.requestId
    this.cosErrorCode = details.cosErrorCode
  }
}

/** Narrows text from the wire to a code; an unknown one, from a newer service, is undefined. */
export function toErrorCode(text: string): ErrorCode | undefined {
  return Object.keys(ERRORS).includes(text) ? (text as ErrorCode) : undefined
}
