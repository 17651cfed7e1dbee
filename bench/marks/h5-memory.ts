import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { type BridgeScript, installWechatBridge, WECHAT_USER_AGENTS } from '@photolift/platform/testing'
import type { Browser } from 'playwright-core'
import { rolldown } from 'rolldown'
import type { Benchmark } from '../benchmark.ts'
import { openTextCount } from '../h5/text-count.ts'

const PHOTO_COUNT = 9
const PHOTO_BYTES = 3_000_000

const ORIGIN = 'https://h5.example.com'

/** Nine photos through the real JS-SDK in Chromium: the most Base64 texts of photos that are alive whenever one more is handed over. */
export const h5Memory: Benchmark = {
  marks: [{ name: 'h5-memory', unit: 'images', target: { atMost: 2 } }],
  async run() {
    const [browser, script] = await Promise.all([launchBrowser(), bundlePage()])
    try {
      const mosts: number[] = []
      for (const system of ['android', 'ios'] as const) {
        mosts.push(await mostTexts(browser, { script, system, work: () => sendPhotos() }))
      }
      // A counter that saw nothing would call everything frugal.
      const control = await mostTexts(browser, { script, system: 'android', work: () => keepTexts(9) })
      if (control < PHOTO_COUNT) throw new Error(`A page that keeps ${PHOTO_COUNT} texts was seen to keep ${control}.`)
      return { 'h5-memory': Math.max(...mosts) }
    } finally {
      await browser.close()
    }
  },
}

interface Visit {
  script: string
  system: BridgeScript['system']
  /** In the page. @returns how many photos it has dealt with */
  work: () => Promise<number>
}

async function mostTexts(browser: Browser, { script, system, work }: Visit): Promise<number> {
  const context = await browser.newContext({ userAgent: WECHAT_USER_AGENTS[system] })
  try {
    const photos = Array.from({ length: PHOTO_COUNT }, photo)
    await context.route('**/*', (route) => {
      const { pathname, origin } = new URL(route.request().url())
      if (origin !== ORIGIN) return route.abort()
      const body = photos[Number(pathname.split('/pictures/')[1])]
      return route.fulfill(body === undefined ? { contentType: 'text/html', body: '<p>page</p>' } : { body })
    })
    const page = await context.newPage()
    const count = await openTextCount(page, PHOTO_BYTES)
    let most = 0
    await page.exposeFunction('beforeData', async () => {
      most = Math.max(most, await count())
    })
    const pictures = photos.map((_, index) => `/pictures/${index}`)
    await context.addInitScript(installWechatBridge, { system, pictures })
    await page.goto(ORIGIN)
    await page.addScriptTag({ content: script })
    const done = await page.evaluate(work)
    if (done !== PHOTO_COUNT) throw new Error(`The page dealt with ${done} of ${PHOTO_COUNT} photos.`)
    return most
  } finally {
    await context.close()
  }
}

function photo(): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(PHOTO_BYTES - 4)])
}

async function bundlePage(): Promise<string> {
  const bundle = await rolldown({ input: join(import.meta.dirname, '../h5/js-sdk-page.ts'), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'iife' })
  await bundle.close()
  return output[0].code
}
