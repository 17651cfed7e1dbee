import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { CDPSession, Page } from 'playwright-core'
import { logOf, logWith, RunningApp, styleOf, textOf } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

beforeEach(async () => {
  page = await app.open('editing')
})

afterEach(() => page?.close())

afterAll(() => app?.stop())

type Point = readonly [x: number, y: number]

/** Where an element's middle is in the window. */
async function middleOf(on: Page, selector: string): Promise<Point> {
  const box = await on.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not to be seen`)
  return [box.x + box.width / 2, box.y + box.height / 2]
}

async function dragByMouse(on: Page, [x, y]: Point, [dx, dy]: Point): Promise<void> {
  await on.mouse.move(x, y)
  await on.mouse.down()
  await on.mouse.move(x + dx / 2, y + dy / 2)
  await on.mouse.move(x + dx, y + dy)
  await on.mouse.up()
}

/** A phone with fingers: each call says where they all are. */
async function openWithFingers() {
  const phone = await app.open('editing', {}, { hasTouch: true, isMobile: true })
  const session: CDPSession = await phone.context().newCDPSession(phone)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...fingers: readonly Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map(([x, y], id) => ({ x, y, id })) })
  return { phone, touch }
}

it('drags by the mouse, also beyond the element, and stays where it was let go', async () => {
  await dragByMouse(page, await middleOf(page, '#handle'), [120, -30])

  expect(await logWith(page, 'end')).toEqual(['end 0 at 220 20'])
  expect(await styleOf(page, '#handle', 'left')).toBe('220px')
  expect(await styleOf(page, '#handle', 'top')).toBe('20px')
})

it('drags by a finger without scrolling the page where the move is caught', async () => {
  const { phone, touch } = await openWithFingers()
  const [x, y] = await middleOf(phone, '#handle')

  await touch('touchStart', [x, y])
  await touch('touchMove', [x, y - 20])
  await touch('touchMove', [x + 30, y - 40])
  await touch('touchEnd')

  expect(await logWith(phone, 'end')).toEqual(['end 0 at 130 10'])
  expect(await phone.evaluate(() => document.querySelector('.page-scroller')?.scrollTop)).toBe(0)
  await phone.context().close()
})

it('tells of every finger: which changed, and which are down', async () => {
  const { phone, touch } = await openWithFingers()
  const [x, y] = await middleOf(phone, '#stage')
  const top = await phone.evaluate(() => document.querySelector('#pages')?.getBoundingClientRect().top ?? 0)

  await touch('touchStart', [x, y])
  await touch('touchStart', [x, y], [x + 40, y])
  await touch('touchMove', [x, y], [x + 80, y])
  // What a touchEnd names is lifted.
  await touch('touchEnd', [x, y])
  await touch('touchEnd')

  const [still, first, last] = [x, x + 40, x + 80].map((left) => `${left},${y - top}`)
  await phone.waitForFunction(() => document.querySelectorAll('#log > wx-view').length === 5)
  expect(await logOf(phone)).toEqual([
    `touchstart [0:${still}] changed [0:${still}]`,
    `touchstart [0:${still} 1:${first}] changed [1:${first}]`,
    `touchmove [0:${still} 1:${last}] changed [1:${last}]`,
    `touchend [1:${last}] changed [0:${still}]`,
    `touchend [] changed [1:${last}]`,
  ])
  await phone.context().close()
})

it('tells of a slider while it moves and when it is let go, and shows its number', async () => {
  const box = await page.locator('#slider input').boundingBox()
  if (!box) throw new Error('the slider is not to be seen')
  const y = box.y + box.height / 2
  const share = (size: number) => box.x + 8 + ((size - 10) / 50) * (box.width - 16)

  await dragByMouse(page, [share(36), y], [share(60) + 40 - share(36), 0])

  const log = await logWith(page, 'change 60')
  expect(log.filter((entry) => entry.startsWith('change '))).toEqual(['change 60'])
  expect(log.filter((entry) => entry.startsWith('changing ')).length).toBeGreaterThan(1)
  expect(log.at(-2)).toBe('changing 60')
  expect(await textOf(page, '#slider span')).toBe('60')
})

it('slides under a finger', async () => {
  const { phone, touch } = await openWithFingers()
  const box = await phone.locator('#slider input').boundingBox()
  if (!box) throw new Error('the slider is not to be seen')
  const y = box.y + box.height / 2

  await touch('touchStart', [box.x + box.width / 2, y])
  await touch('touchMove', [box.x + box.width / 2 + 20, y])
  await touch('touchMove', [box.x + box.width + 40, y])
  await touch('touchEnd')

  expect((await logWith(phone, 'change 60')).at(-2)).toBe('changing 60')
  await phone.context().close()
})

it('moves a slider that was dragged to where the data say', async () => {
  await dragByMouse(page, await middleOf(page, '#slider input'), [500, 0])
  await logWith(page, 'change 60')

  await page.evaluate(() => {
    const { getCurrentPages } = globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }
    getCurrentPages()[0]?.setData({ size: 20 })
  })

  await page.locator('#slider span', { hasText: '20' }).waitFor()
  expect(await page.locator('#slider input').inputValue()).toBe('20')
})

it("draws a slider in the app's colours and size", async () => {
  const slider = page.locator('#slider input')

  const drawn = await slider.evaluate((input) => {
    const style = getComputedStyle(input)
    return { track: style.backgroundImage, height: style.height, block: style.getPropertyValue('--block-color') }
  })

  // 36 of 10 to 60 is 52 %.
  expect(drawn.track).toBe('linear-gradient(to right, rgb(74, 194, 143) 52%, rgb(58, 58, 58) 52%)')
  expect(drawn).toMatchObject({ height: '16px', block: '#fff000' })
})

it('takes filters and transforms in inline styles, with rpx in them', async () => {
  expect(await styleOf(page, '#photo', 'filter')).toBe('grayscale(1) contrast(1.06)')
  const [a, b, , , x, y] = (await styleOf(page, '#photo', 'transform')).match(/-?[\d.]+/g)?.map(Number) ?? []
  expect([a, b]).toEqual([
    expect.closeTo(-1.06 * Math.cos(Math.PI / 90), 4),
    expect.closeTo(1.06 * Math.sin(Math.PI / 90), 4),
  ])
  // 10rpx of a window of 375 px are 5 px.
  expect([x, y]).toEqual([5, 5])
  expect(await styleOf(page, '#photo', 'width')).toBe('50px')
})

it('turns as the data change', async () => {
  await page.evaluate(() => {
    const { getCurrentPages } = globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }
    getCurrentPages()[0]?.setData({ angle: 90 })
  })

  await page.waitForFunction(() => document.querySelector<HTMLElement>('#photo')?.style.transform.includes('90deg'))
})
