import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { pauseAfter, pauseMs } from './next-try.js'

const cancelled = new AppError('CANCELLED', 'as told')
const stopped = AbortSignal.abort()
const running = new AbortController().signal

describe('the pause after a try', () => {
  it('grows from a second to half an hour, by at least half of each step', () => {
    const steps = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 1_800_000]

    steps.forEach((step, index) => {
      const pause = pauseMs(index + 1)
      expect(pause).toBeGreaterThanOrEqual(step / 2)
      expect(pause).toBeLessThanOrEqual(step)
    })
    expect(pauseMs(1_000)).toBeLessThanOrEqual(1_800_000)
  })

  it('is none where the instance stops: another one goes on at once', () => {
    expect(pauseAfter(cancelled, { tries: 4, closing: stopped })).toBe(0)
  })

  it.each([
    ['its time was up', cancelled, running],
    ['WeChat did not answer', new AppError('WECHAT_UNAVAILABLE', 'as told'), running],
    ['WeChat did not answer while the instance stopped', new AppError('WECHAT_UNAVAILABLE', 'as told'), stopped],
  ])('is that of its try where %s', (_, error, closing) => {
    expect(pauseAfter(error, { tries: 4, closing })).toBeGreaterThanOrEqual(60_000)
  })
})
