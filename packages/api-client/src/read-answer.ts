import { AppError, type ErrorCode, type ErrorEnvelope, toErrorCode } from '@photolift/contracts'
import { type HttpResponse, readRetryAfter } from '@photolift/platform'

/**
 * @returns the parsed body of a success; null for an empty one
 * @throws AppError the service's code, also of an error envelope under 200 (see `ENVELOPE_HEADER`); where the answer is not the
 *   service's, the code that its status suggests
 */
export function readAnswer(response: HttpResponse): unknown {
  const body = parseJson(response.body)
  if (response.status >= 400 || isErrorEnvelope(body)) throw toAppError(response, body)
  if (response.status === 204) return null
  // A hotel's login page answers 200 with HTML; the service was never reached.
  if (response.status >= 300 || typeof body !== 'object' || body === null) {
    throw new AppError(
      'SERVICE_UNREACHABLE',
      `HTTP ${response.status} without JSON from something that is not the service`,
    )
  }
  return body
}

function toAppError(response: HttpResponse, body: unknown): AppError {
  const envelope = isErrorEnvelope(body) ? body.error : undefined
  const code = (envelope && toErrorCode(envelope.code)) ?? codeForStatus(response.status)
  const retryAfterSeconds = readRetryAfter(response.headers)
  return new AppError(code, envelope ? `${envelope.code}: ${envelope.message}` : `HTTP ${response.status}`, {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(envelope === undefined ? {} : { requestId: envelope.requestId }),
  })
}

/** For answers of gateways in front of the service, and for codes that a newer service knows. */
function codeForStatus(status: number): ErrorCode {
  // Under 200 nothing tells what kind of error a newer service means.
  if (status < 400) return 'INTERNAL'
  if (status === 401) return 'AUTH_TOKEN_INVALID'
  if (status === 413) return 'REQUEST_TOO_LARGE'
  if (status === 429) return 'RATE_LIMITED'
  if (status >= 502 && status <= 504) return 'SERVICE_UNREACHABLE'
  if (status >= 500) return 'INTERNAL'
  return 'REQUEST_INVALID'
}

function isErrorEnvelope(body: unknown): body is ErrorEnvelope {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller sees undefined and goes by the status.
    return undefined
  }
}
