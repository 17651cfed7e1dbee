import type { Page } from 'playwright-core'

/**
 * Words that cannot be read whole: cut off by the window or a box, spilling out of their button, written over one another, or under
 * something that sticks however far the page is scrolled. While a dialog is open, only what stands in it is looked at.
 */
export function cutWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const lines = textsIn(document.querySelector('[role=dialog]') ?? document.body).flatMap(
      ({ words, parent, node }) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].map((rect) => ({ words, parent, rect, layer: layerOf(parent) }))
      },
    )
    for (const line of lines) {
      lookAtEdges(line)
      for (const other of lines)
        if (isWrittenOver(line, other)) found.add(`written over: ${line.words} | ${other.words}`)
    }
    // Last, since it scrolls.
    for (const { words, parent } of lines) {
      parent.scrollIntoView({ block: 'center' })
      const { left, top, width, height } = parent.getBoundingClientRect()
      const over = document.elementFromPoint(left + width / 2, top + height / 2)
      const lets = getComputedStyle(parent).pointerEvents === 'none'
      if (!lets && over !== null && !parent.contains(over) && !over.contains(parent)) found.add(`covered: ${words}`)
    }
    return [...found]

    interface Line {
      words: string
      parent: Element
      rect: DOMRect
      layer: Element | null
    }

    function textsIn(scope: Element) {
      const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT)
      const texts: { words: string; parent: Element; node: Node }[] = []
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const { parentElement: parent, textContent } = node
        const words = textContent?.trim() ?? ''
        if (parent !== null && words !== '' && parent.checkVisibility() && parent.closest('.spoken') === null)
          texts.push({ words, parent, node })
      }
      return texts
    }

    /** What sticks may lie over what scrolls. */
    function layerOf(element: Element): Element | null {
      let layer: Element | null = element
      while (layer !== null && !['fixed', 'sticky'].includes(getComputedStyle(layer).position))
        layer = layer.parentElement
      return layer
    }

    function lookAtEdges({ words, parent, rect }: Line): void {
      // A font's own box is taller than its letters.
      const slack = rect.height * 0.15 + 1
      const isBeside = (edge: DOMRect) => rect.left < edge.left - 1 || rect.right > edge.right + 1
      const isAbove = (edge: DOMRect) => rect.top < edge.top - slack || rect.bottom > edge.bottom + slack
      if (rect.left < -1 || rect.right > innerWidth + 1) found.add(`beside the window: ${words}`)
      const button = parent.closest('button')?.getBoundingClientRect()
      if (button !== undefined && (isBeside(button) || isAbove(button))) found.add(`spills out of its button: ${words}`)
      for (let box: Element | null = parent; box !== null && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box)
        // What lies in a box that scrolls can be scrolled to.
        if (overflowX === 'auto' || overflowY === 'auto') break
        const edge = box.getBoundingClientRect()
        if (overflowX !== 'visible' && isBeside(edge)) found.add(`cut off sideways: ${words}`)
        if (overflowY !== 'visible' && isAbove(edge)) found.add(`cut off in height: ${words}`)
      }
    }

    function isWrittenOver(one: Line, other: Line): boolean {
      if (one === other || one.parent === other.parent || one.layer !== other.layer) return false
      const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
      const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
      return wide > 2 && high > 0.3 * Math.min(one.rect.height, other.rect.height)
    }
  })
}
