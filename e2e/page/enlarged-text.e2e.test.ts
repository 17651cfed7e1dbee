import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { coveredTargets } from './covered-targets.js'
import { cutWords } from './cut-words.js'
import { PageWorld } from './page-world.js'
import { tour } from './tour.js'

jest.setTimeout(90_000)

/** Pictures for people to look at; git ignores them. */
const SCREENS = join(import.meta.dirname, '../.screens')

const LOOKS = [
  // A window of 1280 × 720 at 200 %.
  { name: 'zoom-200', viewport: { width: 640, height: 360 } },
  // WCAG 1.4.10: a window of 1280 px at 400 %.
  { name: 'reflow-320', viewport: { width: 320, height: 512 }, locale: 'en-GB' },
  // What WeChat's own font size does to a page.
  { name: 'text-200', viewport: { width: 375, height: 812 }, isMobile: true, textPercent: 200 },
  { name: 'text-200-en', viewport: { width: 1280, height: 720 }, isMobile: true, textPercent: 200, locale: 'en-GB' },
]

let world: PageWorld

beforeAll(async () => {
  await mkdir(SCREENS, { recursive: true })
  world = await PageWorld.start()
})
afterAll(() => world.stop())

describe.each(LOOKS)('the page as $name', ({ name, textPercent = 100, ...look }) => {
  it('cuts no words off and hides nothing that has the focus, in any state', async () => {
    const desk = await world.desk({ ...look, loggedIn: false, reducedMotion: 'reduce' })
    await desk.page.evaluate(
      (percent) => document.documentElement.style.setProperty('text-size-adjust', percent),
      `${textPercent}%`,
    )
    const faults: string[] = []
    await tour({
      world,
      desk,
      english: look.locale !== undefined,
      see: async (state) => {
        await desk.page.screenshot({ path: join(SCREENS, `h5-${name}-${state}.png`) })
        const found = [...(await cutWords(desk.page)), ...(await coveredTargets(desk.page))]
        faults.push(...found.map((fault) => `${state}: ${fault}`))
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (overflow > 0) faults.push(`${state}: ${overflow} px wider than the window`)
      },
    })

    expect(faults).toEqual([])
    await desk.leave()
  })
})
