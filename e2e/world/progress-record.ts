import type { Phone } from './phone.js'

/** What the upload page claimed at one moment. */
export interface ProgressMoment {
  /** Of all photos together, 0–100. */
  percent: number
  /** Tiles with a tick. */
  savedCount: number
}

/** Notes every change of the upload page's progress from now on; the page must not be left meanwhile. */
export async function recordProgress({ page }: Phone): Promise<{ stop(): Promise<ProgressMoment[]> }> {
  const record = await page.evaluateHandle(() => {
    const moments: { percent: number; savedCount: number }[] = []
    const look = () => {
      const bar = document.querySelector('.page-host:not([hidden]) [role=progressbar]')
      if (bar === null) return
      const percent = Number(bar.getAttribute('aria-valuenow'))
      const savedCount = document.querySelectorAll(
        '.page-host:not([hidden]) [role=button][aria-label$="，已存好"]',
      ).length
      const last = moments.at(-1)
      if (percent !== last?.percent || savedCount !== last.savedCount) moments.push({ percent, savedCount })
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
    return { moments, observer }
  })
  return {
    stop: () =>
      record.evaluate(({ moments, observer }) => {
        observer.disconnect()
        return moments
      }),
  }
}
