import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logWith, RunningApp } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

beforeEach(async () => {
  await page?.close()
  page = await app.open('scrolling')
})

afterAll(() => app?.stop())

const dragOn = async (selector: string, { x = 0, y = 0 }: { x?: number; y?: number }) => {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not on the screen`)
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(fromX, fromY)
  await page.mouse.down()
  for (let step = 1; step <= 4; step++) await page.mouse.move(fromX + (x * step) / 4, fromY + (y * step) / 4)
  await page.mouse.up()
}

it('measures nodes from the corner of the page', async () => {
  await page.locator('#measure').click()

  const log = await logWith(page, 'viewport')
  expect(log).toEqual(['rect 12 0 200', 'rows 60 3 40', 'viewport 0 true'])
})

it('keeps fixed elements below the navigation bar while the page scrolls', async () => {
  await page.evaluate(() => document.querySelector('.page-scroller')?.scrollTo(0, 300))

  expect(await page.locator('#fixed').evaluate((node) => Element.prototype.getBoundingClientRect.call(node).top)).toBe(
    44,
  )
})

it('scrolls to an element, and says when the end is near', async () => {
  await page.locator('#to-end').click()

  expect(await logWith(page, 'reach bottom')).toContain('reach bottom')
  expect(await page.evaluate(() => document.querySelector('.page-scroller')?.scrollTop)).toBeGreaterThan(1_000)
})

it('tells a page how far it is scrolled', async () => {
  await page.evaluate(() => document.querySelector('.page-scroller')?.scrollTo(0, 120))

  await page.waitForFunction(() => (globalThis as never as Wechat).getCurrentPages().at(-1)?.['scrolledTo'] === 120)
})

it('observes what comes into view', async () => {
  await page.locator('#watch').click()
  await page.locator('#to-end').click()

  expect(await logWith(page, 'seen true')).toContain('seen true')
})

it('turns a swiper by hand and by its data', async () => {
  await dragOn('#swiper', { x: -200 })
  expect(await logWith(page, 'swiper')).toEqual(['swiper 1 touch'])

  await page.locator('#next').click()
  expect(await logWith(page, 'swiper 2')).toEqual(['swiper 1 touch', 'swiper 2'])
})

it('stays at the last item of a swiper', async () => {
  await page.locator('#next').click()
  await logWith(page, 'swiper 2')

  await dragOn('#swiper', { x: -200 })

  expect(await page.locator('#swiper wx-swiper-item').last().isVisible()).toBe(true)
  expect(await page.evaluate(() => (globalThis as never as Wechat).getCurrentPages().at(-1)?.data['current'])).toBe(2)
})

it('brings a child of a scroll-view into view and tells of the end', async () => {
  await page.locator('#reveal').click()

  await page.waitForFunction(() => document.querySelector('#inner .wx-scroll')?.scrollTop === 270)
  await page.evaluate(() => document.querySelector('#inner .wx-scroll')?.scrollTo(0, 600))
  expect(await logWith(page, 'lower')).toContain('lower')
})

it('refreshes when the page is pulled down, and comes back', async () => {
  await dragOn('#measured', { y: 300 })

  expect(await logWith(page, 'pull down')).toContain('pull down')
  await page.waitForFunction(() => document.querySelector<HTMLElement>('.page-scroller')?.style.top === '0px')
})

interface Wechat {
  getCurrentPages(): (Record<string, unknown> & { data: Record<string, unknown> })[]
}
