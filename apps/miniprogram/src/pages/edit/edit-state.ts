import type { WatermarkPlace } from '@photolift/contracts'
import { type CropRatio, cropOfRatio, keepRatio, turnedRatio } from './crop.js'
import { type Area, clamp, type Size, straightened, turned, WHOLE } from './geometry.js'

/** `plain`: as it is · `grey`: black and white · `sharp` · `soft` */
export const EDIT_FILTERS = ['plain', 'grey', 'sharp', 'soft'] as const
export type EditFilter = (typeof EDIT_FILTERS)[number]

/** As far as the ruler goes. */
export const DEGREES_MAX = 45

/** Another photo laid over this one. */
export interface Mark {
  photoId: string
  place: WatermarkPlace
  /** Its width, in percent of the picture's. */
  scalePercent: number
  opacityPercent: number
}

/** All that was chosen, in the order in which it happens to the picture: mirrored, turned, straightened, cropped, filtered, marked. */
export interface EditState {
  /** Left and right exchanged, before any turn. */
  mirrored: boolean
  /** Quarter turns to the left, 0 to 3. */
  quarterTurns: number
  /** Clockwise. */
  degrees: number
  ratio: CropRatio
  /** Of the straightened picture. */
  crop: Area
  filter: EditFilter
  mark: Mark | null
}

export const UNEDITED: EditState = {
  mirrored: false,
  quarterTurns: 0,
  degrees: 0,
  ratio: 'free',
  crop: WHOLE,
  filter: 'plain',
  mark: null,
}

/** The picture as it stands before the crop. @param picture upright, untouched */
export function uncropped(state: EditState, picture: Size): Size {
  return straightened(turned(picture, state.quarterTurns), state.degrees)
}

/** Turns what is on screen by a quarter to the left; the frame keeps what it holds. */
export function turnLeft(state: EditState): EditState {
  const { left, top, width, height } = state.crop
  return {
    ...state,
    quarterTurns: (state.quarterTurns + 1) % 4,
    ratio: turnedRatio(state.ratio),
    crop: { left: top, top: 1 - left - width, width: height, height: width },
  }
}

/** Mirrors what is on screen; the frame keeps what it holds. */
export function mirror(state: EditState): EditState {
  const { crop } = state
  return {
    ...state,
    mirrored: !state.mirrored,
    // Mirroring comes first in the state and last on screen: between the two, every turn changes its direction.
    quarterTurns: (4 - state.quarterTurns) % 4,
    degrees: state.degrees === 0 ? 0 : -state.degrees,
    crop: { ...crop, left: 1 - crop.left - crop.width },
  }
}

export function straighten(state: EditState, degrees: number, picture: Size): EditState {
  const next = { ...state, degrees: clamp(Math.round(degrees * 2) / 2, -DEGREES_MAX, DEGREES_MAX) }
  return { ...next, crop: keepRatio(state.crop, state.ratio, uncropped(next, picture)) }
}

export function chooseRatio(state: EditState, ratio: CropRatio, picture: Size): EditState {
  return { ...state, ratio, crop: cropOfRatio(state.crop, ratio, uncropped(state, picture)) }
}
