import { NO_TOAST, type ToastView } from '../view/toast.js'
import type { PhotoFact } from './photo-facts.js'

export interface SlideView {
  photoId: string
  label: string
  /** Shown until the large picture is there; empty far from the current slide. */
  thumbnailUrl: string
  /** Empty far from the current slide, and where the picture does not load. */
  viewUrl: string
  /** Where it grows, the large picture is put in anew. */
  attempt: number
  /** What stands over the small picture where the large one did not load; empty else. */
  brokenText: string
}

export interface ViewerView {
  /** For the navigation bar; empty while the bars are hidden. */
  title: string
  phase: 'loading' | 'failed' | 'photos'
  failedText: string
  slides: SlideView[]
  /** Index into `slides` at which a new swiper starts. */
  firstSlide: number
  /** Grows whenever the slides are laid anew: the swiper with the old ones goes away. */
  slideRound: number
  barsVisible: boolean
  caption: string
  facts: PhotoFact[]
  infoVisible: boolean
  deletion: { visible: boolean; question: string }
  deleting: boolean
  toast: ToastView
}

/** What the page shows before it has looked at anything. */
export const INITIAL_VIEWER_VIEW: ViewerView = {
  title: '',
  phase: 'loading',
  failedText: '',
  slides: [],
  firstSlide: 0,
  slideRound: 0,
  barsVisible: true,
  caption: '',
  facts: [],
  infoVisible: false,
  deletion: { visible: false, question: '' },
  deleting: false,
  toast: NO_TOAST,
}
