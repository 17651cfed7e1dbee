import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { RunningApp, stopClock } from './running-app.js'

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

describe('the faults', () => {
  it('each say what happens', async () => {
    const page = await openShell()

    const rows = page.locator('.faults li')
    expect(await rows.count()).toBe(11)
    for (const row of await rows.all()) {
      expect(await row.getByRole('button').textContent()).not.toBe('')
      expect(await row.locator('p').textContent()).not.toBe('')
    }
    await page.context().close()
  })

  it('wait for the next transfers, and are counted', async () => {
    const page = await openShell()
    const reset = page.getByRole('button', { name: '传到一半断开' })

    await reset.click()
    await reset.click()
    await page.getByRole('button', { name: '丢掉回复' }).click()

    await page.getByText('还有 2 次').waitFor()
    expect(await page.evaluate(() => window.preview.conditions.faults)).toBe('reset,reset,lost-reply')
    expect(await reset.getAttribute('aria-pressed')).toBe('true')
    await page.context().close()
  })

  it('hold until they are pressed again, and the panel shows it', async () => {
    const page = await openShell()
    const network = () => page.evaluate(() => window.preview.conditions.network)

    await page.getByRole('button', { name: '断网' }).click()
    expect(await network()).toBe('none')
    await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('[name=network]')?.value === 'none')
    await page.getByRole('button', { name: '断网' }).click()
    expect(await network()).toBe('wifi')
    await page.getByRole('button', { name: '改用移动网络' }).click()
    expect(await network()).toBe('4g')
    await page.getByRole('button', { name: '手机存储已满' }).click()
    expect(await page.evaluate(() => window.preview.conditions.storage)).toBe('full')
    await page.context().close()
  })

  it.each([
    ['退到后台 6 秒', 'stage', 'background', 'foreground', 6_000],
    ['服务重启 8 秒', 'service', 'stopped', 'running', 8_000],
  ] as const)('end by themselves: %s', async (name, condition, during, after, durationMs) => {
    const page = await openShell()
    await stopClock(page)
    const now = () => page.evaluate((field) => window.preview.conditions[field], condition)

    await page.getByRole('button', { name }).click()

    expect(await now()).toBe(during)
    await page.clock.runFor(durationMs - 2_000)
    expect(await now()).toBe(during)
    await page.clock.runFor(2_000)
    expect(await now()).toBe(after)
    await page.context().close()
  })

  it('kill the app and start it with what it had kept, without its temporary files', async () => {
    const page = await openShell()
    const inApp = page.frames()[1]
    const temporary = await inApp?.evaluate(async () => {
      const { wx } = globalThis as unknown as {
        wx: {
          setStorageSync(key: string, value: string): void
          getFileSystemManager(): { copyFile(options: object): Promise<void> }
        }
      }
      wx.setStorageSync('kept', 'yes')
      const path = window.preview.addFile(new Blob(['a']), 'a.jpg')
      await wx.getFileSystemManager().copyFile({ srcPath: path, destPath: 'wxfile://usr/kept.jpg' })
      Object.assign(globalThis, { isOldRun: true })
      return path
    })

    await page.getByRole('button', { name: '杀掉再打开' }).click()
    await page.waitForFunction(() => {
      const app = document.querySelector('iframe')?.contentWindow as (Window & { isOldRun?: boolean }) | null
      return app?.preview !== undefined && app.isOldRun === undefined
    })

    const found = await page.frames()[1]?.evaluate((path) => {
      const { wx } = globalThis as unknown as {
        wx: {
          getStorageSync(key: string): unknown
          getFileSystemManager(): { accessSync(path: string): void }
        }
      }
      const isThere = (name: string) => {
        try {
          wx.getFileSystemManager().accessSync(name)
          return true
        } catch {
          return false
        }
      }
      return [wx.getStorageSync('kept'), isThere('wxfile://usr/kept.jpg'), isThere(path ?? '')]
    }, temporary)
    expect(found).toEqual(['yes', true, false])
    await page.context().close()
  })
})
