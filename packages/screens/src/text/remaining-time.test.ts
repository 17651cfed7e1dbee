import { beforeEach, describe, expect, it } from '@jest/globals'
import { createRemainingTime, type RemainingTime } from './remaining-time.js'
import { UPLOAD_TEXT } from './upload.js'

describe('the remaining time', () => {
  let remaining: RemainingTime

  beforeEach(() => {
    remaining = createRemainingTime(UPLOAD_TEXT.zh.timeLeft)
  })

  it.each([
    [null, '正在计算剩余时间'],
    [3, '不到 10 秒'],
    [10, '大约还要 10 秒'],
    [11, '大约还要 20 秒'],
    [50, '大约还要 50 秒'],
    [51, '大约还要 1 分钟'],
    [61, '大约还要 2 分钟'],
    [540, '大约还要 9 分钟'],
    [541, '大约还要 10 分钟'],
    [601, '大约还要 15 分钟'],
  ])('says %s seconds as %s', (seconds, words) => {
    expect(remaining.update(seconds, 0)).toBe(words)
  })

  it('shows a larger value only after it has held for 3 s', () => {
    remaining.update(20, 0)

    expect(remaining.update(55, 1_000)).toBe('大约还要 20 秒')
    expect(remaining.update(55, 3_999)).toBe('大约还要 20 秒')
    expect(remaining.update(55, 4_000)).toBe('大约还要 1 分钟')
  })

  it('forgets a larger value that did not hold', () => {
    remaining.update(20, 0)
    remaining.update(55, 1_000)
    remaining.update(19, 2_000)

    expect(remaining.update(55, 4_500)).toBe('大约还要 20 秒')
  })

  it('shows a smaller value at once', () => {
    remaining.update(55, 0)

    expect(remaining.update(9, 100)).toBe('不到 10 秒')
  })
})
