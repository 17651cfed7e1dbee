import { describe, expect, it } from '@jest/globals'
import { quotaDay, returnBytes, returnQuota, takeQuota } from './quota.js'

const quota = { bytes: 1_000, photosPerDay: 2 }
const counters = (change = {}) => ({ bytesHeld: 0, quotaDay: 5, photosOfDay: 0, ...change })

describe('quota', () => {
  it('is taken to the last byte and not beyond', () => {
    const account = counters({ bytesHeld: 400 })

    expect(takeQuota(account, { byteLength: 601, quotaDay: 5 }, quota)).toMatchObject({ code: 'QUOTA_EXCEEDED' })
    expect(account).toEqual(counters({ bytesHeld: 400 }))
    expect(takeQuota(account, { byteLength: 600, quotaDay: 5 }, quota)).toBeUndefined()
    expect(account).toEqual({ bytesHeld: 1_000, quotaDay: 5, photosOfDay: 1 })
  })

  it('of photos counts anew on another day', () => {
    const account = counters({ photosOfDay: 2 })

    expect(takeQuota(account, { byteLength: 1, quotaDay: 5 }, quota)).toMatchObject({ code: 'DAILY_QUOTA_EXCEEDED' })
    expect(takeQuota(account, { byteLength: 1, quotaDay: 6 }, quota)).toBeUndefined()
    expect(account).toEqual({ bytesHeld: 1, quotaDay: 6, photosOfDay: 1 })
  })

  it('comes back with its place in the day, if that day still runs', () => {
    const sameDay = counters({ bytesHeld: 10, photosOfDay: 2 })
    const nextDay = counters({ bytesHeld: 10, photosOfDay: 2, quotaDay: 6 })

    for (const account of [sameDay, nextDay]) returnQuota(account, { byteLength: 10, quotaDay: 5 })

    expect(sameDay).toEqual({ bytesHeld: 0, quotaDay: 5, photosOfDay: 1 })
    expect(nextDay).toEqual({ bytesHeld: 0, quotaDay: 6, photosOfDay: 2 })
  })

  it('of a photo that was sent comes back in bytes alone', () => {
    const account = counters({ bytesHeld: 10, photosOfDay: 2 })

    returnBytes(account, { byteLength: 10 })

    expect(account).toEqual(counters({ photosOfDay: 2 }))
  })

  it('turns to a new day at midnight in China', () => {
    const lastSecond = Date.parse('2026-11-20T15:59:59Z')

    expect(quotaDay(lastSecond + 1_000)).toBe(quotaDay(lastSecond) + 1)
  })
})
