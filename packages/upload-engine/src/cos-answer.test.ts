import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import { checkCosAnswer } from './cos-answer.js'

describe('the answer of COS to a form', () => {
  it.each([200, 201, 204])('is a success with %i', (status) => {
    expect(() => checkCosAnswer({ status, headers: {}, body: '' })).not.toThrow()
  })

  // facts: COS 14690 and 7730.
  it.each<[number, string, string, ErrorCode]>([
    [400, 'EntityTooLarge', "Condition key content-length-range doesn't match the value ", 'PHOTO_NOT_AS_GRANTED'],
    [400, 'EntityTooSmall', '', 'PHOTO_NOT_AS_GRANTED'],
    [400, 'BadDigest', '', 'PHOTO_NOT_AS_GRANTED'],
    [
      403,
      'AccessDenied',
      'You post object request has been expired, expiration time: 1 but the time now : 2',
      'UPLOAD_GRANT_EXPIRED',
    ],
    [403, 'RequestTimeTooSkewed', '', 'UPLOAD_GRANT_EXPIRED'],
    [403, 'ExpiredToken', '', 'UPLOAD_GRANT_EXPIRED'],
    [403, 'AccessDenied', "Condition key key doesn't match the value x", 'UPLOAD_REFUSED'],
    [403, 'SignatureDoesNotMatch', 'The Signature you specified is invalid.', 'UPLOAD_REFUSED'],
    [404, 'NoSuchBucket', '', 'UPLOAD_REFUSED'],
    [400, 'IncompleteBody', '', 'NETWORK_LOST'],
    [400, 'RequestTimeout', '', 'NETWORK_TIMEOUT'],
    [400, 'UserNetworkTooSlow', '', 'NETWORK_TIMEOUT'],
    [503, 'SlowDown', '', 'STORAGE_UNAVAILABLE'],
    [500, 'InternalError', '', 'STORAGE_UNAVAILABLE'],
    [503, 'ServiceUnavailable', '', 'STORAGE_UNAVAILABLE'],
  ])('%i %s (%s) is %s', (status, code, message, expected) => {
    const body = `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n  <Code>${code}</Code>\n  <Message>${message}</Message>\n</Error>`

    const error = refusal({ status, body })

    expect(error).toMatchObject({ code: expected, cosErrorCode: code, requestId: 'cos-request-1' })
  })

  it('is told with how long to wait, in seconds or until a date of its own clock', () => {
    const date = 'Fri, 20 Nov 2026 08:00:00 GMT'

    const seconds = ['30', 'Fri, 20 Nov 2026 08:00:12 GMT', 'soon'].map((retryAfter) =>
      refusal({ status: 503, body: '', headers: { 'retry-after': retryAfter, date } }),
    )

    expect(seconds.map(({ retryAfterSeconds }) => retryAfterSeconds)).toEqual([30, 12, undefined])
  })

  it('goes by the status where there is no XML', () => {
    expect(refusal({ status: 502, body: '<html>Bad Gateway</html>' })).toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cosErrorCode: undefined,
    })
    expect(refusal({ status: 302, body: '' }).code).toBe('UPLOAD_REFUSED')
  })
})

function refusal({
  headers = {},
  ...answer
}: {
  status: number
  body: string
  headers?: Record<string, string>
}): AppError {
  try {
    checkCosAnswer({ ...answer, headers: { 'x-cos-request-id': 'cos-request-1', ...headers } })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the answer was taken for a success')
}
