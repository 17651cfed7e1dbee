import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logOf, logWith, RunningApp, stopClock, styleOf } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

beforeEach(async () => {
  await page?.close()
  page = await app.open('events')
})

afterAll(() => app?.stop())

/**
 * Presses for longer than a tap, in a phone of its own, and gives its log once it holds an entry. By the page's clock: a busy machine
 * may see the end of a press before the timers that were due in it.
 */
async function logOfLongPress(selector: string, entry: string): Promise<string[]> {
  const phone = await app.open('events', {}, {})
  await stopClock(phone)
  await phone.locator(selector).hover()
  await phone.mouse.down()
  await phone.clock.runFor(450)
  await phone.mouse.up()
  const log = await logWith(phone, entry)
  await phone.context().close()
  return log
}

it('captures, then bubbles, with data-* and mark', async () => {
  await page.locator('#inner').click()

  expect(await logWith(page, 'outer')).toEqual(['capture', 'inner p1 2 here', 'outer tap target inner current outer'])
})

it('marks each setData of a page in the timeline of the browser', async () => {
  const marks = () => page.evaluate(() => performance.getEntriesByName('setData pages/events/index').length)
  const before = await marks()

  await page.locator('#catcher').click()
  await logWith(page, 'caught')

  expect((await marks()) - before).toBe(2)
})

it('stops at catch', async () => {
  await page.locator('#catcher').click()

  expect(await logWith(page, 'caught')).toEqual(['capture', 'caught'])
})

it('calls one of several mut-bind handlers', async () => {
  await page.locator('#mut-inner').click()

  expect(await logWith(page, 'mut')).toEqual(['mut'])
})

it('counts touches from the page area, with a mouse too', async () => {
  const box = await page.locator('#touch').boundingBox()
  const [x, y] = [Math.round(box?.x ?? 0) + 20, Math.round(box?.y ?? 0) + 10]

  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 4, y + 4)
  await page.mouse.up()

  expect(await logWith(page, 'tap at')).toEqual([
    `touchstart 1 ${x} ${y - 44}`,
    `touchmove 1 ${x + 4} ${y - 40}`,
    `touchend 0 ${x + 4} ${y - 40}`,
    `tap at ${x + 4} ${y - 40}`,
  ])
})

it('does not tap when the finger moves away', async () => {
  const box = await page.locator('#touch').boundingBox()
  const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 10]

  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y)
  await page.mouse.up()

  expect((await logWith(page, 'touchend')).some((entry) => entry.startsWith('tap'))).toBe(false)
})

it.each([
  ['taps what was scrolled just before', 'before', ['tap after long']],
  ['does not tap what scrolls under the finger', 'meanwhile', []],
])('%s', async (_, scrolls, log) => {
  await page.evaluate(async (when) => {
    const frame = () => new Promise(requestAnimationFrame)
    const button = document.querySelector<HTMLElement>('.page-host:not([hidden]) #long-tap-only')
    const scroller = button?.closest('.page-scroller')
    if (!button || !scroller) throw new Error('nothing to scroll')
    button.style.marginBottom = '2000px'
    const { left, top } = button.getBoundingClientRect()
    const at = { bubbles: true, composed: true, clientX: left + 5, clientY: top + 5 }

    // The browser tells of it in the next frame.
    if (when === 'before') scroller.scrollTop = 10
    button.dispatchEvent(new MouseEvent('mousedown', at))
    if (when === 'meanwhile') scroller.scrollTop = 10
    for (let frames = 0; frames < 3; frames++) await frame()
    if (scroller.scrollTop !== 10) throw new Error('it did not scroll')
    button.dispatchEvent(new MouseEvent('mouseup', at))
    await frame()
  }, scrolls)

  expect(await logOf(page)).toEqual(log)
})

it('takes fingers as it takes the mouse', async () => {
  const phone = await app.open('events', {}, { hasTouch: true })

  await phone.locator('#inner').tap()

  expect(await logWith(phone, 'outer')).toEqual(['capture', 'inner p1 2 here', 'outer tap target inner current outer'])
  await phone.context().close()
})

it('fires longpress in place of the tap where someone listens', async () => {
  expect(await logOfLongPress('#long', 'longpress')).toEqual(['longpress'])
})

it('taps after a long press that nobody listens to', async () => {
  expect(await logOfLongPress('#long-tap-only', 'tap after long')).toEqual(['tap after long'])
})

it('leaves a disabled button alone', async () => {
  await page.locator('#disabled').click({ force: true })
  await page.locator('#long-tap-only').click()

  expect(await logWith(page, 'tap after long')).toEqual(['tap after long'])
})

it('gives a pressed button its hover class', async () => {
  await page.locator('#hover').hover()

  await page.mouse.down()

  await page.locator('#hover.is-hovered').waitFor()
  await page.mouse.up()
})

it('passes transitionend on', async () => {
  await page.locator('#grow').click()

  expect(await logWith(page, 'transitionend')).toEqual(['transitionend'])
  expect(await styleOf(page, '#grow', 'width')).toBe('90px')
})

it('passes aria-* and aria-role to the browser', async () => {
  const box = page.getByRole('checkbox', { name: 'Pick' })

  expect(await box.getAttribute('aria-checked')).toBe('false')
})

it('taps when assistive technology clicks', async () => {
  await page.locator('#inner').dispatchEvent('click')

  expect(await logOf(page)).toContain('inner p1 2 here')
})
