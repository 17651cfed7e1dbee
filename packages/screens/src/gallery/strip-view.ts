import type { UploaderSnapshot } from '@photolift/upload-engine'
import type { GalleryText } from '../text/gallery.js'

/** The running upload, above the photos. */
export interface StripView {
  visible: boolean
  title: string
  note: string
  /** 0–100 */
  percent: number
  /** Nothing moves until the person or the network does. */
  paused: boolean
}

const RUNNING = new Set(['preparing', 'waiting', 'uploading', 'confirming', 'paused'])

/** @param timeLeft in words; empty where nothing is known */
export function toStripView(snapshot: UploaderSnapshot | undefined, text: GalleryText, timeLeft: string): StripView {
  const running = snapshot?.tasks.some((task) => RUNNING.has(task.state)) ?? false
  if (snapshot === undefined || !running) return { visible: false, title: '', note: '', percent: 0, paused: false }

  const { overall, paused, online } = snapshot
  const percent = `${overall.percent}%`
  const title = paused ? text.uploadPaused : online ? text.uploading(overall.photoCount) : text.uploadOffline
  const stopped = paused || !online
  return {
    visible: true,
    title,
    note: stopped || timeLeft === '' ? percent : `${percent} · ${timeLeft}`,
    percent: overall.percent,
    paused: stopped,
  }
}
