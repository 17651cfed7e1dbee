import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logOf, logWith, RunningApp, styleOf, textOf } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
  page = await app.open('template')
}, 60_000)

afterAll(async () => {
  expect(await page?.evaluate(() => window.preview.errors)).toEqual([])
  await app?.stop()
})

describe('templates', () => {
  it('repeats lists in lists with their own names and places', async () => {
    expect(await page.locator('.group').count()).toBe(2)
    expect(await page.locator('.group').first().locator('.member').allInnerTexts()).toEqual(['0-one', '1-two'])
  })

  it('chooses between wx:if, wx:elif and wx:else', async () => {
    expect(await page.locator('.many, .one, .none').allInnerTexts()).toEqual(['many', 'none'])
  })

  it('shows a block without an element of its own', async () => {
    expect(await page.locator('#block').evaluate((node) => node.parentElement?.localName)).toBe('page')
  })

  it('hides what is hidden', async () => {
    expect(await page.locator('#hidden').isVisible()).toBe(false)
  })

  it('fills an imported template with spread data', async () => {
    expect(await textOf(page, '#greeting')).toBe('Hello Ada, 3 new')
  })

  it("includes another file in the page's own scope", async () => {
    expect(await textOf(page, '#included')).toBe('included Template')
  })

  it('runs WXS from files and inline, with modules, constructors as text and getRegExp', async () => {
    expect(await textOf(page, '#wxs')).toBe('6 NO LIST! 42 true')
  })

  it('evaluates expressions', async () => {
    expect(await textOf(page, '#expression')).toBe('3 yes Ada 2 fallback')
  })
})

describe('components', () => {
  it('gives properties, runs behaviors and observers, on paths too', async () => {
    expect(await textOf(page, '#card [class*=observed]')).toBe('First/5 of 1')
  })

  it('puts named slots where the component wants them', async () => {
    const texts = (await page.locator('#card').allInnerTexts())
      .join()
      .split('\n')
      .map((text) => text.trim())

    expect(texts).toEqual(['First', 'First/5 of 1', 'top', 'count 5', 'slot of Template'])
  })

  it('fires created, attached and ready in that order, and tells the page', async () => {
    const entries = await logWith(page, 'ready')

    expect(entries.find((entry) => entry.includes('created'))).toMatch(/^created .*attached.* ready/)
  })

  it('fires the page lifetime of components when the page is shown', async () => {
    expect(await logOf(page)).toContain('component page show')
  })

  it('calls onLoad, onShow and onReady in that order', async () => {
    const entries = (await logWith(page, 'ready')).filter((entry) => /^(load|show|ready)/.test(entry))

    expect(entries).toEqual(['load {}', 'show', 'ready'])
  })

  it('lets a composed event bubble out of its component', async () => {
    await page.locator('#bubbling').getByText('count 0').click()

    expect(await logWith(page, 'increased')).toContain('increased 1')
  })

  it('binds both ways with model:', async () => {
    await page.locator('#isolated input').fill('typed')

    await page.locator('#bound', { hasText: 'typed' }).waitFor()
    expect(await textOf(page, '#bound')).toBe('typed')
  })

  it('draws a component with virtualHost without an element for it', async () => {
    expect(await page.getByText('badge 4').evaluate((node) => node.parentElement?.localName)).toBe('page')
  })
})

describe('styles', () => {
  it("keeps a component's styles in and the page's out", async () => {
    expect(await styleOf(page, '#card [class*=heading]', 'color')).toBe('rgb(7, 8, 9)')
    expect(await styleOf(page, '#styled', 'color')).toBe('rgb(1, 2, 3)')
    expect(await styleOf(page, '#isolated [class*=isolated]', 'color')).not.toBe('rgb(1, 2, 3)')
    expect(await styleOf(page, '#isolated [class*=isolated]', 'background-color')).not.toBe('rgb(11, 12, 13)')
  })

  it("styles what lies in a slot with the page's styles", async () => {
    expect(await styleOf(page, '#in-slot', 'background-color')).toBe('rgb(11, 12, 13)')
  })

  it("lets the app's styles into a component that applies them", async () => {
    expect(await styleOf(page, 'wx-text:has-text("badge 4")', 'color')).toBe('rgb(1, 2, 3)')
  })

  it('styles the host and passes external classes', async () => {
    expect(await styleOf(page, '#card', 'margin-top')).toBe('10px')
    expect(await styleOf(page, '#card > wx-view', 'text-decoration-line')).toBe('underline')
  })

  it('follows @import', async () => {
    expect(await styleOf(page, '#imported', 'color')).toBe('rgb(4, 5, 6)')
  })

  it('counts rpx from the width of the window, in sheets and inline', async () => {
    expect(await styleOf(page, '#half', 'width')).toBe('187.5px')
    expect(await styleOf(page, '#half', 'height')).toBe('50px')
  })

  it('counts vh from the page area, without the navigation bar', async () => {
    expect(await styleOf(page, '#fit', 'height')).toBe(`${(700 - 44) / 2}px`)
  })

  it('gives the safe area of the frame, and none where the app is alone', async () => {
    const framed = await app.open('template', { bars: '1' })

    expect(await styleOf(page, '#safe', 'padding-bottom')).toBe('10px')
    expect(await styleOf(framed, '#safe', 'padding-bottom')).toBe('44px')
    await framed.close()
  })

  it("follows the panel's dark mode, in styles, bars and theme.json", async () => {
    await page.evaluate(() => window.preview.set({ theme: 'dark' }))

    expect(await styleOf(page, 'page', 'background-color')).toBe('rgb(10, 20, 30)')
    expect(await styleOf(page, '#navigation-bar', 'background-color')).toBe('rgb(18, 20, 19)')
    expect(await styleOf(page, '#title', 'color')).toBe('rgb(255, 255, 255)')
    await page.evaluate(() => window.preview.set({ theme: 'light' }))
    expect(await styleOf(page, 'page', 'background-color')).toBe('rgb(255, 255, 255)')
  })
})

it('draws what setData changed, deep paths included', async () => {
  await page.locator('#toggle').click()

  await page.locator('#block').waitFor({ state: 'detached' })
  expect(await textOf(page, '#hidden')).toBe('hidden')
  expect(await page.locator('.many, .one, .none').allInnerTexts()).toEqual(['many', 'one'])
  expect(await textOf(page, '#card [class*=observed]')).toBe('Second/5 of 2')
})
