import type { ErrorCode } from '@photolift/contracts'
import { NO_TOAST, type ToastView } from '../view/toast.js'
import type { DayView } from './day-views.js'
import type { PhotoListSnapshot } from './photo-list.js'
import type { StripView } from './strip-view.js'

/** `loading`: nothing known yet · `failed`: nothing known, and why · `empty`: known to be empty · `photos` */
export type GalleryPhase = 'loading' | 'failed' | 'empty' | 'photos'

export interface GalleryView {
  /** For the navigation bar. */
  title: string
  phase: GalleryPhase
  days: DayView[]
  columns: number
  tilePx: number
  foot: FootView
  footText: string
  /** Why nothing is there, while `failed`. */
  failedTitle: string
  failedText: string
  selecting: boolean
  selectAllLabel: string
  deleteLabel: string
  canDelete: boolean
  deletion: { visible: boolean; question: string; thumbnailUrls: string[] }
  strip: StripView
  toast: ToastView
}

/** What the page shows before it has looked at anything. */
export const INITIAL_GALLERY_VIEW: GalleryView = {
  title: '',
  phase: 'loading',
  days: [],
  columns: 3,
  tilePx: 0,
  foot: 'loading',
  footText: '',
  failedTitle: '',
  failedText: '',
  selecting: false,
  selectAllLabel: '',
  deleteLabel: '',
  canDelete: false,
  deletion: { visible: false, question: '', thumbnailUrls: [] },
  strip: { visible: false, title: '', note: '', percent: 0, paused: false },
  toast: NO_TOAST,
}

export function galleryPhase({ photos, loaded, errorCode }: PhotoListSnapshot): GalleryPhase {
  if (photos.length > 0) return 'photos'
  if (loaded) return 'empty'
  return errorCode === null ? 'loading' : 'failed'
}

/** What stands under the last photo. */
export type FootView = 'loading' | 'failed' | 'end'

export function footView({ complete, errorCode }: { complete: boolean; errorCode: ErrorCode | null }): FootView {
  if (complete) return 'end'
  return errorCode === null ? 'loading' : 'failed'
}
