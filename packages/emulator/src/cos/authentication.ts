import { CosError } from './cos-error.js'
import type { Caller, Exchange } from './exchange.js'
import { headerOf } from './request-header.js'
import { computeSignature, findSignature, type RequestSignature, type SignedRequest } from './request-signature.js'

const SKEW_LIMIT_SECONDS = 15 * 60

/**
 * Finds out who sends a request, by the signature in its header or query.
 * @throws CosError when it carries a signature that does not hold
 */
export function authenticate(exchange: Exchange): Caller {
  const { request, method, target } = exchange
  const signature = findSignature(request.headers, target.query)
  if (!signature) return { kind: 'anonymous' }

  const { caller, secretKey } = findKey(exchange, signature.secretId, sessionTokenOf(exchange))
  refuseSkewedDate(exchange)
  refuseOutsideTime(exchange, signature.keyTime)
  refuseOutsideTime(exchange, signature.signTime)
  const signedRequest = { method, query: target.query, headers: request.headers }
  refuseWrongSignature({ signedRequest, paths: [target.path], signature, secretKey })
  return caller
}

/**
 * The secret of a key id, and who that is.
 *
 * @param sessionToken what the request carries as `x-cos-security-token`
 * @throws CosError InvalidAccessKeyId, ExpiredToken
 */
export function findKey(
  { service, request, nowMs }: Exchange,
  secretId: string,
  sessionToken: string | undefined,
): { caller: Caller; secretKey: string } {
  if (secretId === service.permanentKey?.secretId) {
    return { caller: { kind: 'permanent-key' }, secretKey: service.permanentKey.secretKey }
  }

  const temporaryKey = service.temporaryKeys.find(secretId)
  if (!temporaryKey || temporaryKey.sessionToken !== sessionToken) {
    throw new CosError('InvalidAccessKeyId', 'The Access Key Id you provided does not exist in our records')
  }
  if (nowMs >= temporaryKey.expiresAtMs || service.tokensExpired(request)) {
    throw new CosError('ExpiredToken', 'The provided token has expired.')
  }
  return { caller: { kind: 'temporary-key', secretId }, secretKey: temporaryKey.secretKey }
}

/**
 * Both `q-sign-time` and `q-key-time` must hold now. A start in the future is refused at once: COS's tolerance is
 * «unconfirmed», and who signs on the server and back-dates never needs one.
 *
 * @throws CosError AccessDenied, RequestTimeTooSkewed, InvalidArgument
 */
export function refuseOutsideTime({ nowMs }: Exchange, time: string): void {
  const [, start, end] = /^(\d{1,12});(\d{1,12})$/.exec(time) ?? []
  if (start === undefined || end === undefined) {
    throw new CosError('InvalidArgument', 'q-sign-time and q-key-time are <start>;<end> in Unix seconds')
  }
  const nowSeconds = Math.floor(nowMs / 1000)
  if (Number(start) - nowSeconds > SKEW_LIMIT_SECONDS) throw tooSkewed(nowMs)
  if (nowSeconds < Number(start) || nowSeconds > Number(end)) {
    throw new CosError('AccessDenied', 'Request has expired', { ServerTime: serverTime(nowMs) })
  }
}

export interface SignatureCheck {
  signedRequest: Omit<SignedRequest, 'path'>
  /** Paths of which the signature must cover one; the first is the one that a refusal shows. */
  paths: [string, ...string[]]
  signature: RequestSignature
  secretKey: string
}

/** @throws CosError SignatureDoesNotMatch, with the texts that COS has signed */
export function refuseWrongSignature({ signedRequest, paths, signature, secretKey }: SignatureCheck): void {
  const sign = (path: string) => computeSignature({ ...signedRequest, path }, signature, secretKey)
  if (paths.some((path) => sign(path).signature === signature.signature)) return

  const { stringToSign, httpString } = sign(paths[0])
  throw new CosError('SignatureDoesNotMatch', 'The Signature you specified is invalid.', {
    StringToSign: stringToSign,
    FormatString: httpString,
  })
}

function sessionTokenOf({ request, target }: Exchange): string | undefined {
  return headerOf(request.headers, 'x-cos-security-token') ?? target.query.get('x-cos-security-token')
}

/** A client whose `Date` is more than 15 minutes off; which clock COS compares is «unconfirmed». */
function refuseSkewedDate({ request, nowMs }: Exchange): void {
  const dateMs = Date.parse(request.headers.date ?? '')
  if (Math.abs(nowMs - dateMs) > SKEW_LIMIT_SECONDS * 1000) throw tooSkewed(nowMs)
}

function tooSkewed(nowMs: number): CosError {
  const message = 'The difference between the request time and the current time is too large.'
  return new CosError('RequestTimeTooSkewed', message, { ServerTime: serverTime(nowMs) })
}

function serverTime(nowMs: number): string {
  return new Date(nowMs).toISOString()
}
