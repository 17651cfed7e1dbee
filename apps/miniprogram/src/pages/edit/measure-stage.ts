import type { Stage } from './edit-screen.js'

/** Free space around the picture: its frame has handles that stand over, and fingers need room beside them. */
const MARGIN_X = 24
const MARGIN_Y = 16

/** Asks the page how much room there is for the picture; null while the stage is not there. */
export function measureStage(
  page: Pick<WechatMiniprogram.Page.TrivialInstance, 'createSelectorQuery'>,
): Promise<Stage | null> {
  return new Promise((resolve) => {
    page
      .createSelectorQuery()
      .select('.edit__stage')
      .boundingClientRect((rect) => resolve(toStage(rect)))
      .exec()
  })
}

function toStage(rect: Pick<WechatMiniprogram.BoundingClientRectCallbackResult, keyof Stage> | null): Stage | null {
  if (rect === null) return null
  return {
    left: rect.left + MARGIN_X,
    top: rect.top + MARGIN_Y,
    width: Math.max(1, rect.width - 2 * MARGIN_X),
    height: Math.max(1, rect.height - 2 * MARGIN_Y),
  }
}
