import type { WallMeasure } from '@photolift/screens/gallery'

/** Asks the page where its blocks and its foot are. */
export function measureWall(
  page: Pick<WechatMiniprogram.Page.TrivialInstance, 'createSelectorQuery'>,
): Promise<WallMeasure> {
  return new Promise((resolve) => {
    const query = page.createSelectorQuery()
    query.selectAll('.block').fields({ dataset: true, rect: true })
    query.select('.foot').fields({ rect: true })
    query.exec(([blocks, foot]: [MeasuredNode[], MeasuredNode | null]) => {
      resolve({
        blocks: blocks.map(({ dataset, top, bottom }) => ({ blockId: dataset.blockId, top, bottom })),
        footTop: foot?.top,
      })
    })
  })
}

interface MeasuredNode {
  dataset: { blockId: string }
  top: number
  bottom: number
}
