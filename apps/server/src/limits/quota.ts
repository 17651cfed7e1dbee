import type { ItemError } from '@photolift/contracts'
import type { Configuration } from '../configuration/configuration.js'

/** The counters of an account, as far as photos use them up. */
export interface QuotaCounters {
  bytesHeld: number
  quotaDay: number
  photosOfDay: number
}

/** A photo as the counters see it. */
export interface QuotaUse {
  byteLength: number
  /** Day whose photo count it used. */
  quotaDay: number
}

/** Number of the day that holds an instant, in China: people read "tomorrow" in the refusal's sentence. */
export function quotaDay(now: number): number {
  return Math.floor((now + CHINA_OFFSET_MS) / DAY_MS)
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

/** Gives back what a grant took that will not be used: bytes, and its place in the day's count if that day still runs. */
export function returnQuota(counters: QuotaCounters, photo: QuotaUse): void {
  returnBytes(counters, photo)
  if (counters.quotaDay === photo.quotaDay) counters.photosOfDay = Math.max(0, counters.photosOfDay - 1)
}

/** Gives back the bytes of a photo that was sent: the day's count keeps it, or deleting would lift the daily limit. */
export function returnBytes(counters: QuotaCounters, photo: Pick<QuotaUse, 'byteLength'>): void {
  counters.bytesHeld = Math.max(0, counters.bytesHeld - photo.byteLength)
}
