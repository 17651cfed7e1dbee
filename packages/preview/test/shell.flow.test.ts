import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { RunningApp } from './running-app.js'

let app: RunningApp

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

afterAll(() => app?.stop())

async function openShell(query = '', options: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }) {
  const page = await app.openUrl(`/?${query}`, options)
  await page.waitForFunction(() => window.preview !== undefined)
  return page
}

const phoneOf = (page: Page) => page.frameLocator('iframe')

it('shows the app in a phone, with a panel beside it', async () => {
  const page = await openShell()

  await phoneOf(page).locator('#groups').waitFor()
  expect(await page.locator('iframe').getAttribute('width')).toBe('375')
  expect(await page.getByRole('heading', { name: '模拟' }).isVisible()).toBe(true)
  await page.context().close()
})

it('switches conditions while the app runs, and keeps them over a reload', async () => {
  const page = await openShell()

  await page.getByLabel('外观').selectOption('dark')
  await page.waitForFunction(() => window.preview.conditions.theme === 'dark')
  await page.reload()

  await page.waitForFunction(() => window.preview?.conditions.theme === 'dark')
  expect(await page.getByLabel('外观').inputValue()).toBe('dark')
  await page.context().close()
})

it('starts the app again for what it reads only then', async () => {
  const page = await openShell()

  await page.getByLabel('语言').selectOption('en')

  await page.getByRole('heading', { name: 'Simulate' }).waitFor()
  await page.waitForFunction(() => window.preview?.conditions.language === 'en')
  await page.context().close()
})

it('says in place what a condition may be, and goes on with the last good one', async () => {
  const page = await openShell()
  const field = page.getByLabel('冷启动次数')

  await field.fill('many')
  await field.blur()
  expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe(
    'coldStarts must be a number below 10,000, not "many"',
  )
  await field.fill('2')
  await field.blur()

  await page.waitForFunction(() => window.preview.conditions.coldStarts === '2')
  expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe('')
  await page.context().close()
})

it('counts cold starts down as they come', async () => {
  const page = await openShell()
  const field = page.getByLabel('冷启动次数')
  await field.fill('2')
  await field.blur()
  await page.waitForFunction(() => window.preview.conditions.coldStarts === '2')

  await page.evaluate(() => window.preview.set({ coldStarts: '1' }))

  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=coldStarts]')?.value === '1')
  await page.context().close()
})

it("changes the phone's width", async () => {
  const page = await openShell('width=320')

  await phoneOf(page).locator('#half').waitFor()
  expect(await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.innerWidth)).toBe(320)
  await page.getByLabel('屏幕宽度').selectOption('768')
  await page.waitForFunction(() => document.querySelector('iframe')?.contentWindow?.innerWidth === 768)
  await page.context().close()
})

it('leaves the frame out where the window is too narrow for it', async () => {
  const page = await openShell('theme=dark', { viewport: { width: 390, height: 800 } })

  await page.waitForURL(/bare=1/)
  await page.locator('#groups').waitFor()
  expect(await page.evaluate(() => window.preview.conditions.theme)).toBe('dark')
  await page.context().close()
})

it('says what a condition may be', async () => {
  const page = await app.openUrl('/?bare=1&network=5g', {})

  expect(await page.getByRole('alert').textContent()).toBe('network must be one of wifi, 4g, 3g, weak, none, not "5g"')
  await page.context().close()
})
