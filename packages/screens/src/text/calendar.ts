import type { Language } from './language.js'

const WEEKDAYS_ZH = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

interface CalendarText {
  /** Such as `今天` or `11 月 15 日 周日`; with the year where it is not this one. */
  day(date: Date, now: Date): string
  /** Such as `11 月 20 日 09:24`. */
  moment(date: Date): string
  /** Such as `2026 年 11 月 20 日 09:24`. */
  fullMoment(date: Date): string
}

/**
 * Days and times of this device's time zone. Written by hand: `Intl` is missing in WeChat on some Android phones, and
 * writes other spaces on others.
 */
export const CALENDAR_TEXT: Record<Language, CalendarText> = {
  zh: {
    day(date, now) {
      const near = ['今天', '昨天'][daysBefore(date, now)]
      if (near !== undefined) return near
      const year = date.getFullYear() === now.getFullYear() ? '' : `${date.getFullYear()} 年 `
      return `${year}${monthDayZh(date)} ${WEEKDAYS_ZH[date.getDay()]}`
    },
    moment: (date) => `${monthDayZh(date)} ${timeOf(date)}`,
    fullMoment: (date) => `${date.getFullYear()} 年 ${monthDayZh(date)} ${timeOf(date)}`,
  },
  en: {
    day(date, now) {
      const near = ['Today', 'Yesterday'][daysBefore(date, now)]
      if (near !== undefined) return near
      const year = date.getFullYear() === now.getFullYear() ? '' : `, ${date.getFullYear()}`
      return `${WEEKDAYS_EN[date.getDay()]}, ${monthDayEn(date)}${year}`
    },
    moment: (date) => `${monthDayEn(date)}, ${timeOf(date)}`,
    fullMoment: (date) => `${monthDayEn(date)}, ${date.getFullYear()}, ${timeOf(date)}`,
  },
}

/** Such as `2026-11-20`; equal for all moments of one day in this device's time zone. */
export function dayKeyOf(date: Date): string {
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

/** Whole calendar days; a photo from a clock that is ahead counts as today. */
function daysBefore(date: Date, now: Date): number {
  const dayNumber = (moment: Date) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 86_400_000
  return Math.max(0, dayNumber(now) - dayNumber(date))
}

function monthDayZh(date: Date): string {
  return `${date.getMonth() + 1} 月 ${date.getDate()} 日`
}

function monthDayEn(date: Date): string {
  return `${MONTHS_EN[date.getMonth()]} ${date.getDate()}`
}

function timeOf(date: Date): string {
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
