/** Limits of the interface itself. What a service may configure comes with login (`UploadLimits`). */

/** Photos in one authorize or confirm call. */
export const PHOTOS_PER_CALL = 50

/** Default of `PHOTO_MAX_BYTES`: 20 MiB, under the 32 MB that COS image processing takes (product 460, document 6929). */
export const PHOTO_MAX_BYTES_DEFAULT = 20 * 1024 * 1024

/**
 * Pixels of a photo that the bucket's image processing shows: it takes sides of 50,000 and 250 million in all (product 460, document
 * 6929); other pages of its say less of a side.
 */
export const PHOTO_SIDE_MAX = 30_000
export const PHOTO_PIXELS_MAX = 250_000_000

/** UTF-8 bytes of a file name; as on the file systems of phones. */
export const NAME_MAX_BYTES = 255

/** JSON request bodies; photo bytes never pass through the service. `wx.cloud.callContainer` takes 100 KiB. */
export const JSON_BODY_MAX_BYTES = 64 * 1024

export const PHOTO_PAGE_LIMIT_DEFAULT = 30
export const PHOTO_PAGE_LIMIT_MAX = 100

/** The longest life of an upload grant. */
export const UPLOAD_GRANT_TTL_MAX_SECONDS = 600

/** Characters of `taskId` and `pickId`: ASCII letters, digits, `-` and `_`. */
export const CLIENT_ID_MAX_LENGTH = 64

/** Media ids in one call of `POST /v1/ingests`. */
export const INGESTS_PER_CALL = 50

/** Characters of a media id: ASCII letters, digits, `-` and `_`. WeChat's are 64 long; that no longer one comes is «unconfirmed». */
export const MEDIA_ID_MAX_LENGTH = 128

/** WeChat keeps what the JS-SDK has given to it for three days. */
export const MEDIA_LIFE_SECONDS = 3 * 24 * 3_600

/** The service answers a confirm call within this time; what is unfinished is `CONFIRM_PENDING`. callContainer allows 15 s. */
export const CONFIRM_ANSWER_MS = 10_000

/** Steps in one edit. */
export const EDIT_OPERATIONS_MAX = 20

/** The longest side, in pixels, that an edit may ask for. WebP ends at 16,383. */
export const EDIT_SIDE_MAX = 16_383

/** Life of a link that `POST /v1/files/links` gives. */
export const FILE_LINK_TTL_SECONDS = { min: 60, default: 3_600, max: 7_200 } as const

/**
 * A request that carries this header with the value `1` gets the error envelope under HTTP 200: `wx.cloud.callContainer` may hide
 * the body of any other status.
 */
export const ENVELOPE_HEADER = 'x-photolift-envelope'
