import { join } from 'node:path'
import { freePort, repositoryFolder, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser } from 'playwright-core'
import { type Benchmark, median } from '../benchmark.ts'

const ROUNDS = 5

/** Slow 4G and a middling phone, as Lighthouse takes them. */
const SLOW_4G = { offline: false, latency: 400, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }
const CPU_SLOWDOWN = 4

/** From the navigation to the first thing to read: the built page, given out by the service, nothing cached. */
export const h5Paint: Benchmark = {
  marks: [{ name: 'h5-paint', unit: 's', target: { atMost: 1.5 } }],
  async run() {
    const servicePort = await freePort()
    const stack = await startStack({
      servicePort,
      pageOrigins: [`http://127.0.0.1:${servicePort}`],
      serviceEnv: { H5_DIST: join(repositoryFolder, 'apps/h5/dist'), NODE_ENV: 'production' },
    })
    const browser = await launchBrowser()
    try {
      const paints: number[] = []
      for (let round = 0; round < ROUNDS; round++) paints.push(await firstPaintSeconds(browser, stack.serviceUrl))
      return { 'h5-paint': median(paints) }
    } finally {
      await browser.close()
      await stack.stop()
    }
  },
}

async function firstPaintSeconds(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } })
  const page = await context.newPage()
  const debug = await context.newCDPSession(page)
  await debug.send('Network.enable')
  await debug.send('Network.emulateNetworkConditions', SLOW_4G)
  await debug.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  await page.goto(url)
  const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  const milliseconds = await paint.jsonValue()
  await context.close()
  if (milliseconds === undefined) throw new Error('Chromium told no first contentful paint.')
  return milliseconds / 1_000
}
