import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { chooseFiles } from './choose-files.js'
import type { PictureFile } from './picture-file.js'

export interface PhoneOptions {
  /** Who holds it, letters and digits. */
  person?: string
  /** In CSS pixels. Default 375 × 812. */
  size?: { width: number; height: number }
  pixelRatio?: number
  /** More conditions of the preview, such as `{ theme: 'dark' }`. */
  conditions?: Record<string, string>
}

interface SwitchOn extends PhoneOptions {
  browser: Browser
  previewUrl: string
  person: string
}

/** A phone that shows the mini-program, and what a person does on it. Words are Chinese unless said otherwise. */
export class Phone {
  readonly person: string
  readonly page: Page
  readonly #context: BrowserContext
  readonly #problems: string[] = []

  private constructor(person: string, context: BrowserContext, page: Page) {
    this.person = person
    this.#context = context
    this.page = page
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error.message}`))
    page.on('console', (message) => {
      const { url } = message.location()
      // Chromium reports every status of 400 and more; here it is the answer that a test has asked for, on its way to the app.
      const isForwarded = URL.parse(url)?.pathname.startsWith('/__wx/') === true
      if (message.type() === 'error' && !isForwarded) this.#problems.push(`console: ${message.text()} ${url}`)
    })
  }

  static async switchOn({ browser, previewUrl, person, size, pixelRatio = 1, conditions }: SwitchOn): Promise<Phone> {
    const context = await browser.newContext({
      viewport: size ?? { width: 375, height: 812 },
      deviceScaleFactor: pixelRatio,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const phone = new Phone(person, context, page)
    const query = new URLSearchParams({ bare: '1', bars: '1', album: 'files', person, ...conditions })
    await page.goto(`${previewUrl}/?${query}`)
    await page.waitForFunction(() => window.preview !== undefined)
    return phone
  }

  /** What nobody should see: unhandled errors of the app, and errors in the console. */
  async problems(): Promise<string[]> {
    const errors = await this.page.evaluate(() => window.preview.errors)
    return [...this.#problems, ...errors.map((error) => `app: ${error}`)]
  }

  async switchOff(): Promise<void> {
    await this.#context.close()
  }

  /** Changes conditions of the preview, such as the network, while the app runs. */
  async set(conditions: Parameters<Window['preview']['set']>[0]): Promise<void> {
    await this.page.evaluate((change) => window.preview.set(change), conditions)
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** Waits until these words can be read on the screen. */
  async reads(words: string | RegExp, { timeout = 30_000 } = {}): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor({ timeout })
  }

  /** Taps a button that opens a picker, and picks these files in their order. */
  async pick(files: readonly PictureFile[], buttonName: string | RegExp = '选择照片'): Promise<void> {
    const opened = this.page.waitForEvent('filechooser')
    await this.button(buttonName).click()
    await chooseFiles(await opened, files)
  }

  /** The upload page's tiles. */
  get tiles(): Locator {
    return this.page.getByRole('button', { name: /^(第 \d+ 张，|Photo \d+, )/ })
  }

  /** A tile of the upload page, or of a gallery of one day; places count from 1. */
  tile(place: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^(第 ${place} 张，|Photo ${place}, )`) })
  }

  /** The tiles whose label holds these words. */
  tilesThat(words: string | RegExp): Locator {
    return this.tiles.and(this.page.getByLabel(words))
  }

  /** A button of the open sheet, once it stands: on a busy machine a tap can meet it while it rises, and end beside what it began on. */
  inSheet(name: string | RegExp): Locator {
    return this.page.locator(STANDING_SHEET).getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** Presses so long that it is no tap. */
  async hold(place: Locator): Promise<void> {
    const { x, y } = await centreOf(place)
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    await this.page.getByRole('dialog').waitFor()
    await this.page.mouse.up()
  }

  /** Names of the photos that the app keeps in its user's space for a later run. */
  async keptFiles(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const { wx } = globalThis as unknown as {
        wx: { env: { USER_DATA_PATH: string }; getFileSystemManager(): { readdirSync(path: string): string[] } }
      }
      const names = wx.getFileSystemManager().readdirSync(wx.env.USER_DATA_PATH)
      return names.filter((name) => name.startsWith('kept-'))
    })
  }

  /** Holds one place long enough to lift it, and lets it down on another. */
  async drag(from: Locator, to: Locator): Promise<void> {
    const { mouse } = this.page
    const [start, end] = [await centreOf(from), await centreOf(to)]
    await mouse.move(start.x, start.y)
    await mouse.down()
    await this.page.locator('.tile--lifted').waitFor()
    await mouse.move(end.x, end.y, { steps: 8 })
    await mouse.up()
    await this.page.locator('.tile--lifted').waitFor({ state: 'detached' })
  }

  async openGallery(): Promise<void> {
    await this.button(/我的照片|My photos/).click()
  }

  async goBack(): Promise<void> {
    await this.page.locator('#back').click()
  }

  /** Starts the app again at one of its pages, such as `/pages/gallery/index`. */
  async openPage(page: string): Promise<void> {
    const url = new URL(this.page.url())
    url.searchParams.set('page', page)
    await this.page.goto(url.href)
    await this.page.waitForFunction(() => window.preview !== undefined)
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.page.waitForFunction(() => window.preview !== undefined)
  }

  /** The key of each object that the gallery shows, in the gallery's order. */
  async galleryKeys(): Promise<string[]> {
    const sources = await this.page
      .locator('.page-host:not([hidden]) .tile img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src))
    return sources.map((source) => decodeURIComponent(new URL(source).pathname.slice(1)))
  }
}

async function centreOf(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox()
  if (box === null) throw new Error('one end of the drag is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** What holds a sheet is named after its transition for as long as that takes. */
const STANDING_SHEET = '[role=dialog]:not([class*="-enter"] *, [class*="-leave"] *)'
