import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { PageWorld } from './page-world.js'
import { smallTargets } from './small-targets.js'
import { tour } from './tour.js'

jest.setTimeout(90_000)

/** Pictures for people to look at; git ignores them. */
const SCREENS = join(import.meta.dirname, '../.screens')

const LOOKS = [
  { name: '375', viewport: { width: 375, height: 812 } },
  { name: '1280', viewport: { width: 1280, height: 720 } },
  { name: '375-dark', viewport: { width: 375, height: 812 }, colorScheme: 'dark' as const },
  { name: '1280-en', viewport: { width: 1280, height: 720 }, locale: 'en-GB' },
]

let world: PageWorld

beforeAll(async () => {
  await mkdir(SCREENS, { recursive: true })
  world = await PageWorld.start()
})
afterAll(() => world.stop())

describe.each(LOOKS)('the page at $name', ({ name, ...look }) => {
  it('has no barrier in any state, and stays inside its window', async () => {
    const desk = await world.desk({ ...look, loggedIn: false, reducedMotion: 'reduce' })
    const barriers: string[] = []
    await tour({
      world,
      desk,
      english: look.locale !== undefined,
      see: async (state) => {
        await desk.page.screenshot({ path: join(SCREENS, `h5-${name}-${state}.png`) })
        const found = [...(await desk.barriers()), ...(await smallTargets(desk.page))]
        barriers.push(...found.map((barrier) => `${state}: ${barrier}`))
        // The person has asked for less motion, and what ends has ended.
        const moving = await desk.page.evaluate(() => document.getAnimations().length)
        if (moving > 0) barriers.push(`${state}: ${moving} things move`)
        const headings = await desk.page.getByRole('heading', { level: 1 }).count()
        if (headings !== 1) barriers.push(`${state}: ${headings} first headings`)
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (overflow > 0) barriers.push(`${state}: ${overflow} px wider than the window`)
      },
    })

    expect(barriers).toEqual([])
    expect(desk.problems()).toEqual([])
    await desk.leave()
  })
})
