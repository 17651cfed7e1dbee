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

/** Gives back what a grant took that will not be used: bytes, and its place in the day's count if that day still runs. */
export function returnQuota(counters: QuotaCounters, photo: QuotaUse): void {
  returnBytes(counters, photo)
  if (counters.quotaDay === photo.quotaDay) counters.photosOfDay = Math.max(0, counters.photosOfDay - 1)
}

/** Gives back the bytes of a photo that was sent: the day's count keeps it, or deleting would lift the daily limit. */
export function returnBytes(counters: QuotaCounters, photo: Pick<QuotaUse, 'byteLength'>): void {
  counters.bytesHeld = Math.max(0, counters.bytesHeld - photo.byteLength)
}
