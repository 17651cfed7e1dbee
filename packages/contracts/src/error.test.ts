import { describe, expect, it } from '@jest/globals'
import { AppError, ERRORS, type ErrorCode, toErrorCode } from './error.js'

describe('an AppError', () => {
  it('is found by its code, keeps what lies below, and is an Error', () => {
    const cause = new Error('ECONNRESET')

    const error = new AppError('STORAGE_UNAVAILABLE', 'put failed', {
      cause,
      requestId: 'r-1',
      cosErrorCode: 'SlowDown',
    })

    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'STORAGE_UNAVAILABLE',
      requestId: 'r-1',
      cosErrorCode: 'SlowDown',
    })
    expect(error.message).toBe('STORAGE_UNAVAILABLE: put failed')
    expect(error.cause).toBe(cause)
  })

  it('has no cause where none was given', () => {
    expect(Object.hasOwn(new AppError('INTERNAL', ''), 'cause')).toBe(false)
  })
})

describe('the catalogue', () => {
  it('gives every status that the service answers with, and none to what only a client sees', () => {
    const statuses = Object.values(ERRORS).flatMap(({ status }) => (status === null ? [] : [status]))
    for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400)
    const clientOnly: ErrorCode[] = ['NETWORK_LOST', 'PHOTO_UNREADABLE', 'UPLOAD_GRANT_EXPIRED', 'CANCELLED']
    expect(clientOnly.map((code) => ERRORS[code].status)).toEqual(clientOnly.map(() => null))
  })

  it('asks for a login exactly where the status says so', () => {
    for (const { status, retry } of Object.values(ERRORS)) expect(status === 401).toBe(retry === 'after-login')
  })
})

describe('a code from the wire', () => {
  it('is known or undefined', () => {
    expect(toErrorCode('PHOTO_TOO_LARGE')).toBe('PHOTO_TOO_LARGE')
    expect(toErrorCode('PHOTO_TOO_FUNNY')).toBeUndefined()
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])('is not %j', (text) => {
    expect(toErrorCode(text)).toBeUndefined()
  })
})
