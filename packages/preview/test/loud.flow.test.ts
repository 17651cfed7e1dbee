import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser, Page } from 'playwright-core'
import { RunningApp } from './running-app.js'

let browser: Browser
let folder: string
let app: RunningApp

beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)

afterAll(() => browser?.close())

afterEach(async () => {
  await app?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs an app of one page and gives it. */
async function run({ wxml = '', page = 'Page({})', script = 'App({})' }): Promise<Page> {
  folder = await mkdtemp(join(tmpdir(), 'preview-loud-'))
  await mkdir(join(folder, 'pages/home'), { recursive: true })
  await writeFile(join(folder, 'app.json'), JSON.stringify({ pages: ['pages/home/index'] }))
  await writeFile(join(folder, 'app.js'), script)
  await writeFile(join(folder, 'pages/home/index.js'), page)
  await writeFile(join(folder, 'pages/home/index.wxml'), wxml)
  app = await RunningApp.start({ appFolder: folder, browser })
  return app.open('home')
}

const errorsOf = (page: Page) => page.evaluate(() => window.preview.errors)

it.each([
  ['<photo-tile />', '<photo-tile> is neither a component of the app nor in the preview'],
  ['<canvas />', '<canvas> is neither a component of the app nor in the preview'],
  ['<button open-type="contact">ask</button>', '<button open-type="contact"> is not in the preview'],
  ['<swiper circular />', '<swiper circular> is not in the preview'],
  ['<scroll-view refresher-enabled />', '<scroll-view refresher-enabled> is not in the preview'],
  ['<image mode="cover" />', '<image mode="cover"> is no mode of image'],
  ['<icon type="heart" />', '<icon type="heart"> is no type of icon'],
  ['<picker mode="region" />', '<picker mode="region"> is not in the preview'],
])('names what it does not have: %s', async (wxml, error) => {
  const page = await run({ wxml })

  expect(await errorsOf(page)).toEqual([error])
  expect(await page.getByRole('alert').textContent()).toBe(error)
})

it.each([
  ['a module that throws', { page: "throw new Error('broken module')" }, 'broken module'],
  [
    'a module that defines nothing',
    { page: 'exports.a = 1' },
    'pages/home/index.js calls neither Page() nor Component()',
  ],
  ['a lifetime that throws', { page: "Page({ onLoad() { throw new Error('broken load') } })" }, 'broken load'],
  ['an asynchronous lifetime', { page: "Page({ async onShow() { throw new Error('broken show') } })" }, 'broken show'],
  ['a timer', { page: "setTimeout(() => { throw new Error('broken timer') }, 0); Page({})" }, 'broken timer'],
  [
    'a behavior that nobody knows',
    { page: "Component({ behaviors: ['wx://none'] })" },
    'behavior "wx://none" is not in the preview',
  ],
  ['onLaunch', { script: "App({ onLaunch() { throw new Error('broken launch') } })" }, 'broken launch'],
  [
    'an event handler',
    { page: "Page({ onTap() { throw new Error('broken tap') } })", wxml: '<view id="it" bindtap="onTap">it</view>' },
    'broken tap',
  ],
])('shows the error of %s', async (_, parts, error) => {
  const page = await run(parts)

  if ('wxml' in parts) await page.locator('#it').click()
  await page.getByRole('alert').getByText(error).waitFor()

  expect(await errorsOf(page)).toEqual([error])
})

it('tells the app of its errors', async () => {
  const page = await run({
    script: `App({
      heard: [],
      onError(text) { this.heard.push('error ' + text.split('\\n')[0]) },
      onUnhandledRejection({ reason }) { this.heard.push('rejection ' + reason.message) },
    })`,
    page: "Page({ onLoad() { setTimeout(() => { throw new Error('one') }, 0); Promise.reject(new Error('two')) } })",
  })

  await page.waitForFunction(() => window.preview.errors.length === 2)
  const heard = await page.evaluate(() => (globalThis as unknown as { getApp(): { heard: string[] } }).getApp().heard)
  expect(heard.toSorted()).toEqual(['error one', 'rejection two'])
})
