import { readFileSync } from 'node:fs'
import type { HeldLogin } from '@photolift/api-client'
import type { PhotoPage } from '@photolift/contracts'
import type { AxeResults, RunOptions } from 'axe-core'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { PictureFile } from '../world/picture-file.js'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(context: Document, options: RunOptions): Promise<AxeResults>
}

/** A browser on somebody's desk that shows the web page, and what a person does there. */
export class Desk {
  readonly #problems: string[] = []

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error.message}`))
    page.on('console', (message) => {
      // A refusal of the Content-Security-Policy is told here. Chromium also reports each status of 400 and more, and each lost connection; an answer of a gateway in front of the bucket has no CORS headers.
      if (message.type() === 'error' && !/Failed to load resource|blocked by CORS policy/.test(message.text()))
        this.#problems.push(`console: ${message.text()}`)
    })
  }

  static async open(context: BrowserContext, url: string): Promise<Desk> {
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const desk = new Desk(page, context)
    await page.goto(url)
    return desk
  }

  /** What nobody should see: uncaught errors, and whatever the Content-Security-Policy has refused. */
  problems(): string[] {
    return this.#problems
  }

  async enter(deskCode: string): Promise<void> {
    await this.page.getByRole('textbox').fill(deskCode)
    await this.page.getByRole('textbox').press('Enter')
    await this.page.getByRole('textbox').waitFor({ state: 'detached' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** A tile of the upload page, by what its label says. */
  tilesThat(says: string | RegExp): Locator {
    return this.page
      .getByRole('button', { name: /^(第 \d+ 张，|Photo \d+, )/ })
      .and(this.page.getByRole('button', { name: says }))
  }

  async reads(words: string | RegExp, { timeout = 30_000 } = {}): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor({ timeout })
  }

  async pick(files: readonly PictureFile[], buttonName: string | RegExp = /^(选择照片|继续添加)$/): Promise<void> {
    const opened = this.page.waitForEvent('filechooser')
    await this.button(buttonName).filter({ visible: true }).first().click()
    await (await opened).setFiles([...files])
  }

  /** Lets files fall onto the page, or come out of the clipboard. */
  async give(kind: 'drop' | 'paste', files: readonly PictureFile[]): Promise<void> {
    await this.page.evaluate(
      ([type, given]) => {
        const transfer = new DataTransfer()
        for (const { name, mimeType, base64 } of given) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
          transfer.items.add(new File([bytes], name, { type: mimeType }))
        }
        const event =
          type === 'drop'
            ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
        document.body.dispatchEvent(event)
      },
      // As numbers they would take the driver a second for every 20 KB.
      [
        kind,
        files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
      ] as const,
    )
  }

  /** Sizes of this person's photos in the order of the gallery, as the service tells whoever holds the page's token. */
  galleryBytes(): Promise<number[]> {
    return this.page.evaluate(async () => {
      const { login } = JSON.parse(sessionStorage.getItem('photolift.login') ?? '{}') as HeldLogin
      const response = await fetch('/v1/photos?limit=100', { headers: { authorization: `Bearer ${login.authToken}` } })
      return ((await response.json()) as PhotoPage).photos.map(({ byteLength }) => byteLength)
    })
  }

  /** Waits until pictures are decoded and movements have ended. */
  async standsStill(): Promise<void> {
    await this.page.evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      await Promise.allSettled(ending.map((animation) => animation.finished))
      await Promise.allSettled([...document.images].filter(({ src }) => src !== '').map((image) => image.decode()))
    })
  }

  /** What axe finds wrong with the page as it stands now: each rule, with where. */
  async barriers(): Promise<string[]> {
    // Through the debugger: the page's own policy lets no other script in.
    await this.page.evaluate(AXE)
    return this.page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, {
        resultTypes: ['violations'],
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
      )
    })
  }

  async leave(): Promise<void> {
    await this.context.close()
  }
}
