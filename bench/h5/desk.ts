import type { Browser, Page } from 'playwright-core'
import type { ObservedCall } from '../upload/phone.ts'

/** The built web page in Chromium, as somebody new meets it at a desk, and what it sends. */
export class Desk {
  /** To the service and to the bucket, by path; preflights are not among them. */
  readonly calls: Pick<ObservedCall, 'path' | 'startedAt' | 'endedAt'>[] = []
  /** By which Chromium asked the bucket whether the page may post to it. */
  preflightCount = 0
  readonly #page: Page
  readonly #problems: string[] = []

  private constructor(page: Page) {
    this.#page = page
    page.on('pageerror', ({ message }) => this.#problems.push(message))
    page.on('requestfinished', (request) => {
      const { startTime, responseEnd } = request.timing()
      if (request.resourceType() === 'xhr')
        this.calls.push({
          path: new URL(request.url()).pathname,
          startedAt: startTime,
          endedAt: startTime + responseEnd,
        })
    })
  }

  /** @param deskCode with which the person logs in */
  static async open({ browser, url, deskCode }: { browser: Browser; url: string; deskCode: string }): Promise<Desk> {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 720 } })
    const page = await context.newPage()
    const desk = new Desk(page)
    const debug = await context.newCDPSession(page)
    debug.on('Network.requestWillBeSent', ({ initiator }) => {
      if (initiator.type === 'preflight') desk.preflightCount += 1
    })
    await debug.send('Network.enable')
    await page.goto(url)
    await page.getByRole('textbox').fill(deskCode)
    await page.getByRole('textbox').press('Enter')
    await page.getByRole('button', { name: '选择照片', exact: true }).waitFor()
    return desk
  }

  /** Picks these files in the browser's own picker. @returns when the page got them */
  async pick(files: readonly string[]): Promise<number> {
    const opened = this.#page.waitForEvent('filechooser')
    await this.#page.getByRole('button', { name: '选择照片', exact: true }).click()
    const chooser = await opened
    const pickedAt = Date.now()
    await chooser.setFiles([...files])
    return pickedAt
  }

  /** @throws Error when the words do not appear within two minutes */
  async reads(words: string): Promise<void> {
    await this.#page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: 120_000 })
  }

  /** @throws Error when the page had an unhandled error */
  async leave(): Promise<void> {
    await this.#page.context().close()
    if (this.#problems.length > 0) throw new Error(`The web page had errors: ${this.#problems.join('; ')}`)
  }
}
