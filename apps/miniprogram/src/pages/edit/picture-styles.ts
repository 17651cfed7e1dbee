import type { EditFilter, EditState } from './edit-state.js'
import { uncropped } from './edit-state.js'
import { type Area, fitFactor, type Size, WHOLE } from './geometry.js'
import { softSigma } from './to-operations.js'

/** Where things stand on screen, as inline styles in px. */
export interface PictureStyles {
  /** The canvas: what can be seen of the picture. */
  canvasSize: Size
  canvas: string
  /** The picture inside the canvas, turned, mirrored and filtered. */
  picture: string
  /** The frame inside the canvas. */
  crop: string
}

export interface StyleSources {
  state: EditState
  /** Upright, in pixels or in proportion to them. */
  picture: Size
  /** The room for the canvas, in px. */
  stage: Size
  /** Shows the whole picture under a frame, or else what the frame holds. */
  framing: boolean
}

export function pictureStyles({ state, picture, stage, framing }: StyleSources): PictureStyles {
  const straight = uncropped(state, picture)
  const seen: Area = framing ? WHOLE : state.crop
  const seenSize = { width: seen.width * straight.width, height: seen.height * straight.height }
  const factor = fitFactor(seenSize, stage)
  const canvasSize = { width: seenSize.width * factor, height: seenSize.height * factor }
  const middle = {
    x: (0.5 - seen.left) * straight.width * factor,
    y: (0.5 - seen.top) * straight.height * factor,
  }
  const drawn = { width: picture.width * factor, height: picture.height * factor }
  const { crop } = state
  return {
    canvasSize,
    canvas: css({ width: canvasSize.width, height: canvasSize.height }),
    picture: `${css({
      left: middle.x - drawn.width / 2,
      top: middle.y - drawn.height / 2,
      ...drawn,
    })}transform:${turnsOf(state)};filter:${filterStyle(state.filter, softSigma(seenSize) * factor)}`,
    crop: css({
      left: crop.left * canvasSize.width,
      top: crop.top * canvasSize.height,
      width: crop.width * canvasSize.width,
      height: crop.height * canvasSize.height,
    }),
  }
}

/** @param softPx how far the soft filter blurs, in px of the screen */
export function filterStyle(filter: EditFilter, softPx: number): string {
  switch (filter) {
    case 'plain':
      return 'none'
    case 'grey':
      return 'grayscale(1)'
    case 'sharp':
      // CSS has no sharpening. It gives edges more contrast and leaves colours as they are: more than this would promise too much.
      return 'contrast(1.03)'
    case 'soft':
      return `blur(${round(softPx)}px)`
  }
}

/** Where a mark lies: at the very edge, as wide as asked for unless it would be taller than the picture, as the service lays it. */
export function markStyle(mark: NonNullable<EditState['mark']>, markSize: Size, canvas: Size): string {
  const factor = fitFactor(markSize, { width: (canvas.width * mark.scalePercent) / 100, height: canvas.height })
  const size = { width: markSize.width * factor, height: markSize.height * factor }
  const left = share(mark.place, 'west', 'east') * (canvas.width - size.width)
  const top = share(mark.place, 'north', 'south') * (canvas.height - size.height)
  return `${css({ left, top, ...size })}opacity:${mark.opacityPercent / 100}`
}

function share(place: string, start: string, end: string): number {
  if (place.includes(start)) return 0
  return place.includes(end) ? 1 : 0.5
}

/** Right to left, as CSS does them: mirrored first, then turned, then straightened. */
function turnsOf({ mirrored, quarterTurns, degrees }: EditState): string {
  return `rotate(${degrees}deg) rotate(${-90 * quarterTurns}deg) scaleX(${mirrored ? -1 : 1})`
}

function css(lengths: Record<string, number>): string {
  return Object.entries(lengths)
    .map(([name, px]) => `${name}:${round(px)}px;`)
    .join('')
}

function round(px: number): number {
  return Math.round(px * 100) / 100
}
