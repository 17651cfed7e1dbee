import type { Photo } from '@photolift/contracts'
import { dayKeyOf } from '../text/calendar.js'

/** Photos that were picked on one day, in this device's time zone. */
export interface PhotoDay {
  /** Such as `2026-11-20`. */
  readonly dayKey: string
  /** Some moment of that day. */
  readonly date: Date
  readonly photos: readonly Photo[]
}

/** Cuts the gallery's order into days; the order stays. */
export function toDays(photos: readonly Photo[]): PhotoDay[] {
  const days: Array<PhotoDay & { photos: Photo[] }> = []
  for (const photo of photos) {
    const date = new Date(photo.createdAt)
    const dayKey = dayKeyOf(date)
    const last = days[days.length - 1]
    if (last?.dayKey === dayKey) last.photos.push(photo)
    else days.push({ dayKey, date, photos: [photo] })
  }
  return days
}
