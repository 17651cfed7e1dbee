import { WATERMARK_PLACES } from '@photolift/contracts'
import type { EditText } from '../../text/edit.js'
import { CROP_RATIOS, type CropRatio } from './crop.js'
import { EDIT_FILTERS, type EditFilter, type EditState } from './edit-state.js'
import { filterStyle } from './picture-styles.js'

export const EDIT_TABS = ['crop', 'filter', 'mark'] as const
export type EditTab = (typeof EDIT_TABS)[number]

/** Of the ruler, which lies under a fixed needle. */
export const PX_PER_DEGREE = 7

/** A blur of the small picture that looks as that of the large one does. */
const SAMPLE_SOFT_PX = 1.2

export interface MarkView {
  /** Empty while none is chosen. */
  src: string
  style: string
  name: string
  note: string
  placeLabel: string
  /** Of the nine places, in reading order. */
  cells: boolean[]
  scalePercent: number
  opacityPercent: number
  /** Where the sliders stand; they follow the finger by themselves. */
  sliders: { scalePercent: number; opacityPercent: number }
}

export interface EditView {
  phase: 'loading' | 'failed' | 'editing'
  failedText: string
  tab: EditTab
  /** Under the large picture until that is there. */
  smallSrc: string
  largeSrc: string
  /** Where it grows, the large picture is put in anew. */
  attempt: number
  canvasStyle: string
  pictureStyle: string
  /** Empty where there is no frame to see. */
  cropStyle: string
  ratios: { ratio: CropRatio; label: string; chosen: boolean }[]
  degrees: number
  /** With a true minus sign. */
  degreesText: string
  degreesLabel: string
  rulerStyle: string
  filters: { filter: EditFilter; label: string; style: string; chosen: boolean }[]
  mark: MarkView
  edited: boolean
  saving: boolean
  /** Why it was not saved; empty else. */
  failure: string
  /** Photos to choose a mark from. */
  marks: { visible: boolean; photos: { photoId: string; src: string; label: string }[]; more: boolean }
  /** Asks whether to leave what was chosen. */
  leaving: boolean
  /** Going back asks first. */
  guarded: boolean
}

export const NO_MARK: MarkView = {
  src: '',
  style: '',
  name: '',
  note: '',
  placeLabel: '',
  cells: [],
  scalePercent: 0,
  opacityPercent: 0,
  sliders: { scalePercent: 0, opacityPercent: 0 },
}

/** What the page shows before it has looked at anything. */
export const INITIAL_EDIT_VIEW: EditView = {
  phase: 'loading',
  failedText: '',
  tab: 'crop',
  smallSrc: '',
  largeSrc: '',
  attempt: 0,
  canvasStyle: '',
  pictureStyle: '',
  cropStyle: '',
  ratios: [],
  degrees: 0,
  degreesText: '',
  degreesLabel: '',
  rulerStyle: '',
  filters: [],
  mark: NO_MARK,
  edited: false,
  saving: false,
  failure: '',
  marks: { visible: false, photos: [], more: false },
  leaving: false,
  guarded: false,
}

export function ratioViews({ ratio }: EditState, text: EditText): EditView['ratios'] {
  return CROP_RATIOS.map((other) => ({ ratio: other, label: text.ratio[other], chosen: other === ratio }))
}

export function rulerView({ degrees }: EditState, text: EditText) {
  return {
    degrees,
    degreesText: `${degrees < 0 ? '−' : ''}${Math.abs(degrees)}°`,
    degreesLabel: text.degrees(degrees),
    rulerStyle: `transform:translateX(${-degrees * PX_PER_DEGREE}px)`,
  }
}

export function filterViews({ filter }: EditState, text: EditText): EditView['filters'] {
  return EDIT_FILTERS.map((other) => ({
    filter: other,
    label: text.filter[other],
    style: `filter:${filterStyle(other, SAMPLE_SOFT_PX)}`,
    chosen: other === filter,
  }))
}

export function placeCells({ mark }: EditState): boolean[] {
  return WATERMARK_PLACES.map((place) => place === mark?.place)
}
