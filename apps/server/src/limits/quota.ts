import type { ItemError } from '@photolift/contracts'
import type { QuotaCounters, QuotaUse } from '@photolift/database'
import type { Configuration } from '../configuration/configuration.js'

export { type QuotaCounters, returnBytes, returnQuota } from '@photolift/database'

/** Number of the day that holds an instant, in China: people read "tomorrow" in the refusal's sentence. */
export function quotaDay(now: number): number {
  return Math.floor((now + CHINA_OFFSET_MS) / DAY_MS)
}

/** When the day began that holds an instant. */
export function quotaDayStart(now: number): number {
  return quotaDay(now) * DAY_MS - CHINA_OFFSET_MS
}

const DAY_MS = 86_400_000
const CHINA_OFFSET_MS = 8 * 3_600_000

/**
 * Takes quota for one photo of today.
 * @returns why there is none, with the counters as they were
 */
export function takeQuota(
  counters: QuotaCounters,
  photo: QuotaUse,
  quota: Configuration['quota'],
): Pick<ItemError, 'code' | 'message'> | undefined {
  const photosOfDay = counters.quotaDay === photo.quotaDay ? counters.photosOfDay : 0
  if (counters.bytesHeld + photo.byteLength > quota.bytes)
    return { code: 'QUOTA_EXCEEDED', message: `${counters.bytesHeld} + ${photo.byteLength} bytes > ${quota.bytes}` }
  if (photosOfDay + 1 > quota.photosPerDay)
    return { code: 'DAILY_QUOTA_EXCEEDED', message: `${photosOfDay} of ${quota.photosPerDay} photos granted today` }
  counters.bytesHeld += photo.byteLength
  counters.quotaDay = photo.quotaDay
  counters.photosOfDay = photosOfDay + 1
  return undefined
}
