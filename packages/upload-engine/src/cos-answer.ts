import { AppError, type ErrorCode } from '@photolift/contracts'
import { type HttpResponse, readRetryAfter } from '@photolift/platform'

/**
 * Reads COS's answer to a form: any 2xx is a success.
 * @throws AppError with COS's own code as `cosErrorCode`
 * @see https://cloud.tencent.com/document/product/436/14690 (POST Object), /7730 (error codes)
 */
export function checkCosAnswer({ status, headers, body }: HttpResponse): void {
  if (status >= 200 && status < 300) return
  const cosErrorCode = element(body, 'Code')
  const message = element(body, 'Message') ?? ''
  const requestId = headers['x-cos-request-id']
  const retryAfterSeconds = readRetryAfter(headers)
  throw new AppError(codeFor(status, cosErrorCode, message), `HTTP ${status} ${cosErrorCode ?? ''} ${message}`.trim(), {
    ...(cosErrorCode === undefined ? {} : { cosErrorCode }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })
}

const CODES: Record<string, ErrorCode> = {
  // The bytes are not those that were granted: the file changed after it was read.
  EntityTooLarge: 'PHOTO_NOT_AS_GRANTED',
  EntityTooSmall: 'PHOTO_NOT_AS_GRANTED',
  BadDigest: 'PHOTO_NOT_AS_GRANTED',
  // The grant has ended, or the service's clock and COS's differ.
  ExpiredToken: 'UPLOAD_GRANT_EXPIRED',
  RequestTimeTooSkewed: 'UPLOAD_GRANT_EXPIRED',
  // The body did not arrive whole.
  IncompleteBody: 'NETWORK_LOST',
  RequestTimeout: 'NETWORK_TIMEOUT',
  UserNetworkTooSlow: 'NETWORK_TIMEOUT',
  SlowDown: 'STORAGE_UNAVAILABLE',
}

function codeFor(status: number, cosErrorCode: string | undefined, message: string): ErrorCode {
  const code = cosErrorCode === undefined ? undefined : CODES[cosErrorCode]
  if (code !== undefined) return code
  // An ended policy has no code of its own: "You post object request has been expired, expiration time: …".
  if (cosErrorCode === 'AccessDenied' && /expired/i.test(message)) return 'UPLOAD_GRANT_EXPIRED'
  if (status >= 500 || status === 429) return 'STORAGE_UNAVAILABLE'
  return 'UPLOAD_REFUSED'
}

/** COS's errors are flat XML; mini-programs have no XML parser. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
}
