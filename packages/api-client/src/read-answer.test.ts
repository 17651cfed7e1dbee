import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import type { HttpResponse } from '@photolift/platform'
import { readAnswer } from './read-answer.js'

describe('an answer', () => {
  it('is its body', () => {
    expect(readAnswer(response({ body: '{"photos":[]}' }))).toEqual({ photos: [] })
  })

  it('of 204 is null', () => {
    expect(readAnswer(response({ status: 204, body: '' }))).toBeNull()
  })

  it('with an error carries the code, the request id and the time to wait', () => {
    const error = failure({
      status: 429,
      headers: { 'retry-after': '42' },
      body: '{"error":{"code":"RATE_LIMITED","message":"120 calls","requestId":"r-1"}}',
    })

    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 42, requestId: 'r-1' })
  })

  it('with an error envelope under 200 is that error, as callContainer brings it', () => {
    const error = failure({
      headers: { 'retry-after': '7' },
      body: '{"error":{"code":"CONFIRM_PENDING","message":"going on","requestId":"r-3"}}',
    })

    expect(error).toMatchObject({ code: 'CONFIRM_PENDING', retryAfterSeconds: 7, requestId: 'r-3' })
  })

  it('with an envelope under 200 whose code only a newer service knows is an error all the same', () => {
    const error = failure({ body: '{"error":{"code":"PHOTO_TOO_FUNNY","message":"","requestId":"r-4"}}' })

    expect(error).toMatchObject({ code: 'INTERNAL', requestId: 'r-4' })
  })

  it('whose items failed is no failure of the call', () => {
    const body = '{"links":[{"photoId":"a","error":{"code":"PHOTO_NOT_FOUND","message":""}}]}'

    expect(readAnswer(response({ body }))).toMatchObject({ links: [{ photoId: 'a' }] })
  })

  it('can say when to come back as a date, measured by its own clock', () => {
    const headers = { 'retry-after': 'Fri, 20 Nov 2026 08:01:00 GMT', date: 'Fri, 20 Nov 2026 08:00:00 GMT' }

    expect(failure({ status: 429, headers, body: '' }).retryAfterSeconds).toBe(60)
    expect(failure({ status: 429, headers: { 'retry-after': 'soon' }, body: '' }).retryAfterSeconds).toBeUndefined()
  })

  it.each<[number, ErrorCode]>([
    [400, 'REQUEST_INVALID'],
    [401, 'AUTH_TOKEN_INVALID'],
    [404, 'REQUEST_INVALID'],
    [413, 'REQUEST_TOO_LARGE'],
    [429, 'RATE_LIMITED'],
    [500, 'INTERNAL'],
    [502, 'SERVICE_UNREACHABLE'],
    [503, 'SERVICE_UNREACHABLE'],
    [504, 'SERVICE_UNREACHABLE'],
  ])('of a gateway with %i is %s', (status, code) => {
    expect(failure({ status, body: '<html>nginx</html>' }).code).toBe(code)
  })

  it('with a code of a newer service goes by its status, and keeps the code in the message', () => {
    const body = '{"error":{"code":"PHOTO_TOO_FUNNY","message":"","requestId":"r-2"}}'

    expect(failure({ status: 409, body })).toMatchObject({ code: 'REQUEST_INVALID', requestId: 'r-2' })
    expect(failure({ status: 500, body }).code).toBe('INTERNAL')
    expect(failure({ status: 409, body }).message).toContain('PHOTO_TOO_FUNNY')
  })

  it.each(['constructor', '__proto__', 'toString'])('cannot smuggle in %s as a code', (code) => {
    expect(failure({ status: 400, body: JSON.stringify({ error: { code, message: '' } }) }).code).toBe(
      'REQUEST_INVALID',
    )
  })

  it.each(['null', '"text"', '[]', '{"error":null}', '{"error":{"code":7}}', '{'])(
    'with the odd body %s is coded',
    (body) => {
      expect(failure({ status: 500, body }).code).toBe('INTERNAL')
    },
  )

  it.each(['<html>Please log in to the hotel</html>', '', 'null', '42'])(
    'of 200 with %j never came from the service',
    (body) => {
      expect(failure({ status: 200, body }).code).toBe('SERVICE_UNREACHABLE')
    },
  )
})

function response(parts: Partial<HttpResponse>): HttpResponse {
  return { status: 200, headers: {}, body: '', ...parts }
}

function failure(parts: Partial<HttpResponse>): AppError {
  try {
    readAnswer(response(parts))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the answer was taken for a success')
}
