import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { pictures } from '../world/picture-file.js'
import { samplePictures } from '../world/sample-picture.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'
import { smallTargets } from './small-targets.js'
import { tour } from './tour.js'

jest.setTimeout(90_000)

/** Pictures for people to look at; git ignores them. */
const SCREENS = join(import.meta.dirname, '../.screens')

const PHONE = { name: '375', viewport: { width: 375, height: 812 } }
const TABLET = { name: '768', viewport: { width: 768, height: 1024 } }
const DESK = { name: '1280', viewport: { width: 1280, height: 720 } }
const DARK = { ...PHONE, name: '375-dark', colorScheme: 'dark' as const }
const ENGLISH = { ...DESK, name: '1280-en', locale: 'en-GB' }

let world: PageWorld

beforeAll(async () => {
  await mkdir(SCREENS, { recursive: true })
  world = await PageWorld.start()
})
afterAll(() => world.stop())

/** Looks at one state after another, and keeps what is wrong with each. */
function lookAt(desk: Desk, name: string) {
  const barriers: string[] = []
  async function see(state: string): Promise<void> {
    await desk.standsStill()
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
  }
  return { barriers, see }
}

describe.each([PHONE, DARK, DESK, ENGLISH])('the page at $name', ({ name, ...look }) => {
  it('has no barrier in any state, and stays inside its window', async () => {
    const desk = await world.desk({ ...look, loggedIn: false, reducedMotion: 'reduce' })
    const { barriers, see } = lookAt(desk, name)

    await tour({ world, desk, english: 'locale' in look, see })

    expect(barriers).toEqual([])
    expect(desk.problems()).toEqual([])
    await desk.leave()
  })
})

describe.each([PHONE, TABLET, ENGLISH])('the page at $name, as few see it,', ({ name, ...look }) => {
  const say = (zh: string, en: string) => ('locale' in look ? en : zh)

  it('has no barrier while photos are arranged, with many photos and no network, and before any photo is loaded', async () => {
    const desk = await world.desk({ ...look, reducedMotion: 'reduce' })
    const { barriers, see } = lookAt(desk, name)
    const choose = say('选择照片', 'Choose photos')

    await desk.button(say('设置与隐私', 'Settings and privacy')).click()
    await desk.page.getByRole('switch', { name: say('先排好再传', 'Arrange before upload') }).click()
    await desk.button(say('上传', 'Upload')).click()
    await desk.pick(await samplePictures(9), choose)
    await desk.reads(say('9 张照片，先排好顺序', 'Put 9 photos in order'))
    await see('arranging')
    await desk.tilesThat(/^(第 2 张，|Photo 2, )/).focus()
    await desk.page.keyboard.press('Space')
    await desk.page.locator('.tile--lifted').waitFor()
    await see('arranging-lifted')
    await desk.page.keyboard.press('Space')
    await desk.button(say('取消', 'Cancel')).click()
    await see('arranging-cancel')
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: say('移除 9 张', 'Remove 9') })
      .click()

    await desk.button(say('设置与隐私', 'Settings and privacy')).click()
    await desk.page.getByRole('switch', { name: say('先排好再传', 'Arrange before upload') }).click()
    await desk.button(say('上传', 'Upload')).click()
    await desk.page.context().setOffline(true)
    await desk.give('paste', await pictures(20, { first: 101 }))
    await desk.give('paste', await pictures(4, { first: 121 }))
    await desk.reads(say('没有网络，先停一停', 'No network, on hold'))
    await see('many-offline')
    await desk.page.context().setOffline(false)
    await desk.reads(say('24 张照片都存好了', 'All 24 saved'))

    const later = Promise.withResolvers<void>()
    await desk.page.route(/\/v1\/photos\b/, async (route) => {
      await later.promise
      await route.continue()
    })
    await desk.page.goto(`${world.url}#gallery`)
    await desk.page.reload()
    await desk.page.locator('.skeleton').first().waitFor()
    await see('gallery-loading')
    later.resolve()
    await desk.reads(say('就这些了', "That's all"))
    await see('gallery-many')

    expect(barriers).toEqual([])
    expect(desk.problems()).toEqual([])
    await desk.leave()
  })
})
