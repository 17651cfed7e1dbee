/** How far beyond the window pictures are kept and the next page is asked for. */
const REACH_SCREENS = 2

export interface WallObserverOptions {
  page: Pick<WechatMiniprogram.Page.TrivialInstance, 'createIntersectionObserver'>
  /** In px. */
  windowHeight: number
  /** A block comes within two screens of the window, or leaves them. */
  onBlock: (blockId: string, near: boolean) => void
  /** The end of the wall comes within two screens of the window. */
  onFoot: () => void
}

/** Watches what is shown at this moment; called again once the page shows more. @returns a function that stops it */
export function observeWall({ page, windowHeight, onBlock, onFoot }: WallObserverOptions): () => void {
  const reach = { top: REACH_SCREENS * windowHeight, bottom: REACH_SCREENS * windowHeight }
  const blocks = page.createIntersectionObserver({ observeAll: true }).relativeToViewport(reach)
  blocks.observe('.block', ({ dataset, intersectionRect }) => {
    onBlock(String(dataset['blockId']), intersectionRect.height > 0)
  })
  const foot = page.createIntersectionObserver({}).relativeToViewport(reach)
  foot.observe('.foot', ({ intersectionRect }) => {
    if (intersectionRect.height > 0) onFoot()
  })

  return () => {
    blocks.disconnect()
    foot.disconnect()
  }
}
