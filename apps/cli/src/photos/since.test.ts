import { describe, expect, it } from '@jest/globals'
import { parseSince } from './since.js'

const now = Date.parse('2026-11-21T04:00:00Z')

describe('--since', () => {
  it.each([
    ['2026-11-20', '2026-11-19T16:00:00.000Z'],
    ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20T08:00:00+08:00', '2026-11-20T00:00:00.000Z'],
    ['12h', '2026-11-20T16:00:00.000Z'],
    ['3d', '2026-11-18T04:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseSince(text, now).toISOString()).toBe(instant)
  })

  it.each(['yesterday', '2026-13-01', '2026-11-20T08:00:00', '', '-1d', '3w'])('is not %j', (text) => {
    expect(() => parseSince(text, now)).toThrow('It is like')
  })
})
