import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logWith, RunningApp } from './running-app.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
  page = await app.open('pictures')
  // Until a picture has come, it has no sides that a mode could keep.
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>('.mode img')].every(({ naturalWidth }) => naturalWidth > 0),
  )
}, 60_000)

afterAll(() => app?.stop())

const MODES = [
  'scaleToFill',
  'aspectFit',
  'aspectFill',
  'widthFix',
  'heightFix',
  'top',
  'bottom',
  'center',
  'left',
  'right',
  'top left',
  'top right',
  'bottom left',
  'bottom right',
]

// A picture of 4 × 2 in a box of 80 × 60.
it.each([
  ['scaleToFill', [80, 60], 'fill'],
  ['aspectFit', [80, 60], 'contain'],
  ['aspectFill', [80, 60], 'cover'],
  ['widthFix', [80, 40], 'fill'],
  ['heightFix', [120, 60], 'fill'],
  ['top', [80, 60], 'none 50% 0%'],
  ['bottom', [80, 60], 'none 50% 100%'],
  ['center', [80, 60], 'none 50% 50%'],
  ['left', [80, 60], 'none 0% 50%'],
  ['right', [80, 60], 'none 100% 50%'],
  ['top left', [80, 60], 'none 0% 0%'],
  ['top right', [80, 60], 'none 100% 0%'],
  ['bottom left', [80, 60], 'none 0% 100%'],
  ['bottom right', [80, 60], 'none 100% 100%'],
])('fits a picture as mode %s says', async (mode, size, fit) => {
  const drawn = await page.locator(`#mode-${MODES.indexOf(mode)}`).evaluate((host) => {
    const image = host.querySelector('img') as HTMLImageElement
    const { objectFit, objectPosition } = getComputedStyle(image)
    const isMoved = objectFit === 'none'
    return {
      host: [host.clientWidth, host.clientHeight],
      image: [image.clientWidth, image.clientHeight],
      fit: isMoved ? `${objectFit} ${objectPosition}` : objectFit,
    }
  })

  expect(drawn).toEqual({ host: size, image: size, fit })
})

it('tells the sides of the picture itself, whatever the size of its box', async () => {
  await page.evaluate(() => {
    const { getCurrentPages } = globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }
    getCurrentPages()[0]?.setData({ source: '/assets/dot.png' })
  })

  expect(await logWith(page, 'load')).toEqual(['load 4x2'])
})
