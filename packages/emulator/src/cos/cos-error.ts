/**
 * COS's error codes and their HTTP statuses.
 * @see https://cloud.tencent.com/document/product/436/7730 (error codes)
 */
const STATUS_OF_CODE = {
  BadDigest: 400,
  DownloadForbidden: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  ExpiredToken: 400,
  ImageResolutionExceed: 400,
  ImageTooLarge: 400,
  IncorrectNumberOfFilesInPostRequest: 400,
  InvalidArgument: 400,
  InvalidCopySource: 400,
  InvalidDigest: 400,
  InvalidImageFormat: 400,
  InvalidObjectName: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidPolicyDocument: 400,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLong: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MaxPostPreDataLengthExceededError: 400,
  MetadataTooLarge: 400,
  MissingContentMD5: 400,
  MissingRequestBodyError: 400,
  RequestIsNotMultiPartContent: 400,
  XMLSizeLimit: 400,
  AccessDenied: 403,
  AccessForbidden: 403,
  InvalidAccessKeyId: 403,
  InvalidObjectState: 403,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchCopySource: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchUpload: 404,
  MethodNotAllowed: 405,
  FileAlreadyExists: 409,
  MissingContentLength: 411,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
} as const satisfies Record<string, number>

export type CosErrorCode = keyof typeof STATUS_OF_CODE

/** A refusal in COS's own words: it becomes the status and the `<Error>` body of the answer. */
export class CosError extends Error {
  readonly code: CosErrorCode
  readonly status: number
  /** Further elements of the body, such as `StringToSign`. */
  readonly details: Record<string, string>

  constructor(code: CosErrorCode, message: string, details: Record<string, string> = {}) {
    super(message)
    this.code = code
    this.status = STATUS_OF_CODE[code]
    this.details = details
  }
}
