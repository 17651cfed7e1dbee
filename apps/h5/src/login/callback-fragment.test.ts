import { describe, expect, it } from '@jest/globals'
import { readCallback, returnAddress } from './callback-fragment.js'

const PAGE = 'https://h5.example.com/upload?from=singlemessage'

describe('the address that WeChat brings the person back to', () => {
  it('gives the code of the log-in that this page began, and keeps no trace of it', () => {
    const href = `${returnAddress(PAGE, 'nonce-1')}&webCode=abc`

    expect(readCallback(href, 'nonce-1')).toMatchObject({ answer: { webCode: 'abc' }, cleanHref: PAGE })
  })

  it.each([
    ['another nonce', 'nonce-2'],
    ['no log-in under way', null],
  ])('is of no account with %s: it is somebody else’s link', (_, nonce) => {
    const { answer, cleanHref } = readCallback(`${PAGE}#login=nonce-1&webCode=abc`, nonce)

    expect(answer).toEqual({})
    expect(cleanHref).toBe(PAGE)
  })

  it('without any nonce is of no account either', () => {
    expect(readCallback(`${PAGE}#webCode=abc`, null).answer).toEqual({})
  })

  it('tells why nobody was logged in', () => {
    expect(readCallback(`${PAGE}#login=n&webLoginError=SNAPSHOT_USER`, 'n').answer).toEqual({
      errorCode: 'SNAPSHOT_USER',
    })
  })

  it.each(['<script>', 'toString', '__proto__'])('takes %s for no reason that the service gives', (word) => {
    expect(readCallback(`${PAGE}#login=n&webLoginError=${word}`, 'n').answer).toEqual({
      errorCode: 'LOGIN_CODE_INVALID',
    })
  })

  it('loses a code and a state that a shared link carries', () => {
    expect(readCallback('https://h5.example.com/?code=1&a=%E5%BE%AE&state=2', null).cleanHref).toBe(
      'https://h5.example.com/?a=%E5%BE%AE',
    )
  })

  it.each([
    ['1-abc', 1],
    ['2-abc', 2],
    ['-5', 0],
    ['abc', 0],
  ])('counts trips in login=%s: %i', (mark, trips) => {
    expect(readCallback(`${PAGE}#login=${mark}`, null).trips).toBe(trips)
  })

  it('keeps the place on the page', () => {
    expect(readCallback(`${PAGE}#photo/p-1`, null).cleanHref).toBe(`${PAGE}#photo/p-1`)
  })
})
