import type { Photo } from '@photolift/contracts'
import { formatByteSize } from '../text/byte-size.js'
import { CALENDAR_TEXT } from '../text/calendar.js'
import type { Language } from '../text/language.js'
import { CONTENT_TYPE_NAMES, VIEWER_TEXT } from '../text/viewer.js'

export interface PhotoFact {
  /** Of styles/icons.wxss. */
  icon: string
  name: string
  value: string
}

/** What is known about a photo; what is not known has no line. */
export function photoFacts(photo: Photo, language: Language): PhotoFact[] {
  const { facts, stored, pixels } = VIEWER_TEXT[language]
  const lines: PhotoFact[] = [{ icon: 'cloud-check', name: facts.status, value: stored }]
  if (photo.name !== null) lines.push({ icon: 'file', name: facts.name, value: photo.name })
  lines.push({
    icon: 'clock',
    name: facts.uploaded,
    value: CALENDAR_TEXT[language].fullMoment(new Date(photo.createdAt)),
  })
  const size = formatByteSize(photo.byteLength)
  lines.push(
    photo.width === undefined || photo.height === undefined
      ? { icon: 'size', name: facts.size, value: size }
      : { icon: 'size', name: facts.dimensions, value: `${pixels(photo.width, photo.height)} · ${size}` },
  )
  lines.push({ icon: 'info', name: facts.type, value: CONTENT_TYPE_NAMES[photo.contentType] })
  return lines
}

/** One line under the photo. */
export function photoCaption(photo: Photo, language: Language): string {
  return `${CALENDAR_TEXT[language].moment(new Date(photo.createdAt))} · ${formatByteSize(photo.byteLength)}`
}
