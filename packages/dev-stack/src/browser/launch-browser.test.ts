import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './launch-browser.js'
import { unpackedChromium } from './unpacked-chromium.js'

let browser: Browser
let site: Server
let otherSite: Server

beforeAll(async () => {
  ;[browser, site, otherSite] = await Promise.all([launchBrowser(), serve('<p>照片</p>'), serve('secret')])
}, 60_000)

afterAll(async () => {
  await browser?.close()
  site?.close()
  otherSite?.close()
})

it('shows a page', async () => {
  const page = await browser.newPage()

  await page.goto(addressOf(site))

  expect(await page.textContent('p')).toBe('照片')
})

it('refuses to read across origins where no CORS header allows it', async () => {
  const page = await browser.newPage()
  await page.goto(addressOf(site))

  const reading = page.evaluate(async (url) => (await fetch(url)).text(), addressOf(otherSite))

  await expect(reading).rejects.toThrow('Failed to fetch')
})

it('connects to another port where a detour says so, under the address that was asked for', async () => {
  const [from, to] = [site, otherSite].map((server) => (server.address() as AddressInfo).port)
  const detoured = await launchBrowser({ detours: [{ from: from ?? 0, to: to ?? 0 }] })
  try {
    const page = await detoured.newPage()

    await page.goto(addressOf(site))

    expect(await page.textContent('body')).toBe('secret')
    expect(page.url()).toBe(`${addressOf(site)}/`)
  } finally {
    await detoured.close()
  }
})

// The packaged browser is what a machine without one gets; it must unpack even where this run uses an installed one.
it('unpacks the packaged Chromium once, also when several ask at the same time', async () => {
  const found = await Promise.all([unpackedChromium(), unpackedChromium()])

  expect(found[0].executablePath).toBe(found[1].executablePath)
}, 120_000)

async function serve(html: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return server
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
