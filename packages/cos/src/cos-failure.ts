import { AppError, type ErrorCode } from '@photolift/contracts'

/**
 * What COS, or the way to it, said. Made from the driver's error by picking: that one carries the URL, headers and, for a wrong
 * signature, what was signed.
 */
export class CosFailure extends Error {
  override readonly name = 'CosFailure'
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined
  /** COS's `<Code>`, or the system's, such as `ECONNREFUSED`. */
  readonly cosErrorCode: string
  /** `x-cos-request-id`: Tencent Cloud's support asks for it. */
  readonly cosRequestId: string | undefined

  constructor(driverError: unknown) {
    const { statusCode, code, message, RequestId } = driverError as DriverError
    super(message ?? 'no message')
    this.status = statusCode
    this.cosErrorCode = code ?? 'Error'
    this.cosRequestId = RequestId
  }
}

/** The only parts of a driver's error that are read. */
interface DriverError {
  statusCode?: number
  code?: string
  message?: string
  RequestId?: string
}

/** Translates a failure of the driver, whatever it is, to the catalogue. */
export function toAppError(driverError: unknown): AppError {
  const failure = new CosFailure(driverError)
  const requestId = failure.cosRequestId === undefined ? '' : ` (x-cos-request-id ${failure.cosRequestId})`
  const message =
    failure.status === undefined
      ? `COS did not answer: ${failure.cosErrorCode}`
      : `COS answered ${failure.status} ${failure.cosErrorCode}${requestId}`
  return new AppError(errorCodeOf(failure), message, { cause: failure, cosErrorCode: failure.cosErrorCode })
}

function errorCodeOf({ status, cosErrorCode }: CosFailure): ErrorCode {
  if (TEMPORARY.has(cosErrorCode)) return 'STORAGE_UNAVAILABLE'
  // The driver itself refused to send: a mistake of ours.
  if (status === undefined) return cosErrorCode === 'Error' ? 'INTERNAL' : 'STORAGE_UNAVAILABLE'
  return status >= 500 ? 'STORAGE_UNAVAILABLE' : 'INTERNAL'
}

/** Codes that may come with 2xx (a copy) or 4xx and pass by themselves. https://cloud.tencent.com/document/product/436/7730 */
const TEMPORARY = new Set([
  'InternalError',
  'PathConflict',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'UploadConflict',
  'UserNetworkTooSlow',
])
