import type { Page } from 'playwright-core'

/** What somebody holds over the window. */
export interface Dragged {
  /** Paths of files and folders of the machine. */
  files?: readonly string[]
  /** A text or a link, by its type. */
  text?: { mimeType: 'text/plain' | 'text/uri-list'; data: string }
}

/** Drags something from outside the browser to a place of the window and lets go, as the system's own drag does. */
export async function dragInto(page: Page, { files = [], text }: Dragged, at: { x: number; y: number }): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const items = text === undefined ? [] : [{ ...text, ...(text.mimeType === 'text/uri-list' && { title: 'a link' }) }]
  const data = { items, files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, ...at, data })
  await browser.detach()
}
