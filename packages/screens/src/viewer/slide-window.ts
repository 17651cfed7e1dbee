/** Slides to each side of the photo that the window was laid around; a swiper with thousands is slow. */
const RADIUS = 15

/** So close to its end the window is laid anew, if there are photos behind it. */
const MARGIN = 2

/** Places `[start, end)` of the gallery that the swiper holds. */
export interface SlideWindow {
  start: number
  end: number
}

export function windowAround(place: number, photoCount: number): SlideWindow {
  return { start: Math.max(0, place - RADIUS), end: Math.min(photoCount, place + RADIUS + 1) }
}

/** Whether swiping on from `place` would soon run against the end of the window and not of the gallery. */
export function isNearEdge({ start, end }: SlideWindow, place: number, photoCount: number): boolean {
  return (start > 0 && place - start < MARGIN) || (end < photoCount && end - 1 - place < MARGIN)
}
