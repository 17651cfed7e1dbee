import { join } from 'node:path'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type Preview, type PreviewOptions, startPreview } from '../src/start-preview.js'

/** The mini-program of these tests: every feature of the framework that an app may lean on. */
export const FIDELITY_APP = join(import.meta.dirname, 'fidelity')

/** Below jest's own limit, so that a failure names what was waited for; above what a busy machine takes to start a page. */
const WAIT_MS = 20_000

/** A preview of an app, the fidelity app unless told otherwise, and a browser to look at it. */
export class RunningApp {
  readonly preview: Preview
  readonly #browser: Browser
  readonly #ownsBrowser: boolean
  #profile: Promise<BrowserContext> | null = null

  private constructor({ preview, browser, ownsBrowser }: { preview: Preview; browser: Browser; ownsBrowser: boolean }) {
    this.preview = preview
    this.#browser = browser
    this.#ownsBrowser = ownsBrowser
  }

  /** @param browser one that several apps share; the app's own otherwise */
  static async start({ browser, ...options }: Partial<PreviewOptions> & { browser?: Browser } = {}) {
    const preview = await startPreview({ appFolder: FIDELITY_APP, ...options })
    return new RunningApp({ preview, browser: browser ?? (await launchBrowser()), ownsBrowser: !browser })
  }

  /** Opens the app alone at one of its pages. Without options all pages share one browser profile. */
  async open(page: string, query: Record<string, string> = {}, options?: BrowserContextOptions): Promise<Page> {
    const profile = await (options ? this.#newProfile(options) : this.#sharedProfile())
    const opened = await profile.newPage()
    opened.setDefaultTimeout(WAIT_MS)
    await opened.goto(
      `${this.preview.url}/?${new URLSearchParams({ bare: '1', page: `/pages/${page}/index`, ...query })}`,
    )
    await opened.waitForFunction(() => window.preview !== undefined)
    return opened
  }

  /** Opens any address of the preview in a fresh browser profile. */
  async openUrl(path: string, options: BrowserContextOptions): Promise<Page> {
    const opened = await (await this.#newProfile(options)).newPage()
    opened.setDefaultTimeout(WAIT_MS)
    await opened.goto(this.preview.url + path)
    return opened
  }

  async stop(): Promise<void> {
    if (this.#ownsBrowser) await this.#browser.close()
    else await (await this.#profile)?.close()
    await this.preview.close()
  }

  #sharedProfile(): Promise<BrowserContext> {
    this.#profile ??= this.#newProfile({})
    return this.#profile
  }

  #newProfile(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.#browser.newContext({ viewport: { width: 375, height: 700 }, ...options })
  }
}

/** Stops the clock of all pages of the profile: it goes on by `clock.runFor` alone, however long the machine takes. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.install()
  // An hour ahead, so that it lies in no slow machine's past.
  await page.clock.pauseAt(Date.now() + 3_600_000)
}

/** What the page of the app has noted in its log, in order. */
export function logOf(page: Page): Promise<string[]> {
  return page.locator('.page-host:not([hidden]) #log > wx-view').allInnerTexts()
}

/** Waits until the page has noted an entry, and gives the log. */
export async function logWith(page: Page, entry: string): Promise<string[]> {
  await page.locator('.page-host:not([hidden]) #log > wx-view', { hasText: entry }).first().waitFor()
  return logOf(page)
}

/** A computed style of the first element that matches. */
export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property)
}

/** What the first element that matches says. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).first().textContent()) ?? '').trim()
}
