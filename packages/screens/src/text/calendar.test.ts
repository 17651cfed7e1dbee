import { describe, expect, it } from '@jest/globals'
import { CALENDAR_TEXT, dayKeyOf } from './calendar.js'

// Local times, so that the tests mean the same in every time zone.
const NOW = new Date(2026, 10, 20, 9, 24)
const { zh, en } = CALENDAR_TEXT

describe('the day of a pick', () => {
  it.each([
    ['this minute', NOW, '今天', 'Today'],
    ['just after midnight', new Date(2026, 10, 20, 0, 0), '今天', 'Today'],
    ['a clock that is ahead', new Date(2026, 10, 21, 3, 0), '今天', 'Today'],
    ['just before midnight', new Date(2026, 10, 19, 23, 59), '昨天', 'Yesterday'],
    ['the day before yesterday', new Date(2026, 10, 18, 12), '11 月 18 日 周三', 'Wed, Nov 18'],
    ['earlier this year', new Date(2026, 10, 15, 12), '11 月 15 日 周日', 'Sun, Nov 15'],
    ['another year', new Date(2025, 1, 3, 12), '2025 年 2 月 3 日 周一', 'Mon, Feb 3, 2025'],
  ])('reads well: %s', (_, date, chinese, english) => {
    expect(zh.day(date, NOW)).toBe(chinese)
    expect(en.day(date, NOW)).toBe(english)
  })

  it('is yesterday over the end of a year', () => {
    expect(zh.day(new Date(2025, 11, 31, 22), new Date(2026, 0, 1, 1))).toBe('昨天')
  })
})

it('writes moments with two digits', () => {
  expect(zh.moment(NOW)).toBe('11 月 20 日 09:24')
  expect(zh.fullMoment(NOW)).toBe('2026 年 11 月 20 日 09:24')
  expect(en.moment(NOW)).toBe('Nov 20, 09:24')
  expect(en.fullMoment(NOW)).toBe('Nov 20, 2026, 09:24')
})

it('gives all moments of a day one key', () => {
  expect(dayKeyOf(new Date(2026, 2, 5, 0, 0))).toBe('2026-03-05')
  expect(dayKeyOf(new Date(2026, 2, 5, 23, 59))).toBe('2026-03-05')
})
