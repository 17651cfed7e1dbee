import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { PageWorld } from './page-world.js'
import { tour } from './tour.js'

jest.setTimeout(90_000)

/** Pictures for people to look at; git ignores them. */
const SCREENS = join(import.meta.dirname, '../.screens')

/** What is drawn by its background alone. */
const DRAWN = '.icon, .bar__fill, .pill__fill, .switch, .switch::before, .seg__tab--on, .btn, .mark'

/** Steps of 255 between the darkest and the brightest pixel that an eye surely sees. */
const SEEN = 100

let world: PageWorld

beforeAll(async () => {
  await mkdir(SCREENS, { recursive: true })
  world = await PageWorld.start()
})
afterAll(() => world.stop())

it('in the system’s own few colours nothing vanishes: icons, bars, switches, what is chosen', async () => {
  const desk = await world.desk({
    forcedColors: 'active',
    loggedIn: false,
    reducedMotion: 'reduce',
    viewport: { width: 375, height: 812 },
  })
  const vanished: string[] = []
  await tour({
    world,
    desk,
    see: async (state) => {
      await desk.page.screenshot({ path: join(SCREENS, `h5-forced-${state}.png`) })
      vanished.push(...(await unseen(desk.page)).map((what) => `${state}: ${what}`))
    },
  })

  expect(vanished).toEqual([])
  await desk.leave()
})

/** Things of one colour with what is around them. */
async function unseen(page: Page): Promise<string[]> {
  const drawn = await page.evaluate((selector) => {
    const dialog = document.querySelector('[role=dialog]')
    return [...(dialog ?? document).querySelectorAll(selector)].flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect()
      const middle = document.elementFromPoint(left + width / 2, top + height / 2)
      const isOn = element.closest('[aria-checked=false]') === null
      const isSeen = isOn && middle !== null && (element.contains(middle) || middle.contains(element))
      // With a pixel around it: a bar that is full has one colour.
      return isSeen && width > 2
        ? [{ name: element.className, left: left - 1, top: top - 1, width: width + 2, height: height + 2 }]
        : []
    })
  }, DRAWN)
  const screen = await page.screenshot()
  const { width, height } = await sharp(screen).metadata()
  const looks = drawn.map(async ({ name, ...box }) => {
    const [left, top] = [Math.max(0, Math.floor(box.left)), Math.max(0, Math.floor(box.top))]
    const size = {
      width: Math.min(Math.ceil(box.width), width - left),
      height: Math.min(Math.ceil(box.height), height - top),
    }
    if (size.width <= 0 || size.height <= 0) return []
    // Statistics are of a file, whatever is asked for before them.
    const cutOut = await sharp(screen)
      .extract({ left, top, ...size })
      .removeAlpha()
      .png()
      .toBuffer()
    const { channels } = await sharp(cutOut).stats()
    return channels.some(({ min, max }) => max - min > SEEN) ? [] : [name]
  })
  return [...new Set((await Promise.all(looks)).flat())]
}
