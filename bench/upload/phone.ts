import type { Browser, Page, Request, Response } from 'playwright-core'

/** One call of `wx.request` or `wx.uploadFile` as the browser saw it; instants in milliseconds since 1970. */
export interface ObservedCall {
  /** Path of the URL that the app gave. */
  path: string
  startedAt: number
  endedAt: number
  /** Of a transfer, with the form around the photo. */
  bodyBytes: number
}

/** A mini-program in Chromium, as somebody new meets it, and what it sends. */
export class Phone {
  readonly calls: ObservedCall[] = []
  readonly page: Page
  readonly #notes: Promise<void>[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('requestfinished', (request) => this.#notes.push(this.#note(request)))
  }

  static async switchOn({ browser, url, person }: { browser: Browser; url: string; person: string }): Promise<Phone> {
    const context = await browser.newContext({ viewport: { width: 375, height: 812 }, deviceScaleFactor: 1 })
    const phone = new Phone(await context.newPage())
    await phone.page.goto(`${url}/?bare=1&album=files&person=${person}`)
    await phone.page.waitForFunction(() => window.preview !== undefined)
    return phone
  }

  /** Taps the button and hands these files over. @returns when the app got them */
  async pick(buttonName: string, files: readonly string[]): Promise<number> {
    const opened = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: buttonName, exact: true }).click()
    const chooser = await opened
    const pickedAt = Date.now()
    await chooser.setFiles([...files])
    return pickedAt
  }

  /** The next call of this path has its answer. @throws Error when there is none within two minutes */
  async asks(path: string): Promise<void> {
    const isMeant = (response: Response) => response.request().headers()['x-wx-target']?.endsWith(path) === true
    await this.page.waitForResponse(isMeant, { timeout: 120_000 })
  }

  /** @throws Error when the words do not appear within two minutes */
  async reads(words: string): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: 120_000 })
  }

  /** Calls of `wx.request` and `wx.uploadFile` since it was switched on. */
  requestCount(): Promise<number> {
    return this.page.evaluate(() => window.preview.requestCount)
  }

  /** When a page was brought to another state, in milliseconds since the app was opened. */
  writesOf(route: string): Promise<number[]> {
    const name = `setData ${route}`
    return this.page.evaluate((mark) => performance.getEntriesByName(mark).map(({ startTime }) => startTime), name)
  }

  /** @throws Error when the app had an unhandled error */
  async switchOff(): Promise<void> {
    const errors = await this.page.evaluate(() => window.preview.errors)
    await Promise.all(this.#notes)
    await this.page.context().close()
    if (errors.length > 0) throw new Error(`The mini-program had errors: ${errors.join('; ')}`)
  }

  async #note(request: Request): Promise<void> {
    const target = request.headers()['x-wx-target']
    if (target === undefined) return
    const { startTime, responseEnd } = request.timing()
    const call = {
      path: new URL(target).pathname,
      startedAt: startTime,
      endedAt: startTime + responseEnd,
      bodyBytes: 0,
    }
    this.calls.push(call)
    // Only the browser's network side knows it.
    call.bodyBytes = Number((await request.allHeaders())['content-length'] ?? 0)
  }
}
