import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import type { Page } from 'playwright-core'
import { pictures } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

let world: PageWorld
let desk: Desk

beforeAll(async () => {
  world = await PageWorld.start()
})
afterEach(async () => {
  await world.cloud.heal()
  expect(desk.problems()).toEqual([])
  await desk.leave()
})
afterAll(() => world.stop())

it('says the start, every quarter, what failed and the end, and each photo by its place and state', async () => {
  desk = await world.desk()
  const said = await listen(desk.page)
  const link = await desk.page.context().newCDPSession(desk.page)
  await link.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 200_000,
  })

  const text = { name: '笔记.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo at all, but some words') }
  await desk.pick([...(await pictures(4, { firstByteLength: 120_000 })), text])
  await desk.reads('4 张已存好，1 张没传上')

  const words = await said()
  const percents = words.flatMap((each) => /^正在上传 5 张 (\d+)%$/.exec(each)?.[1] ?? []).map(Number)
  // A slow machine may pass over one, but says none twice.
  const quarters = percents.map((percent) => Math.floor(percent / 25))
  expect(quarters).toEqual([...new Set(quarters)].toSorted((a, b) => a - b))
  expect(quarters.at(-1)).toBe(3)
  expect(words).toContain('正在准备 5 张照片')
  expect(words).toContain('1 张没传上')
  expect(words.at(-1)).toBe('4 张已存好，1 张没传上')
  const labels = await desk.page
    .getByRole('button', { name: /^第/ })
    .evaluateAll((tiles) => tiles.map((tile) => tile.ariaLabel))
  expect(labels).toEqual([
    '第 1 张，已存好',
    '第 2 张，已存好',
    '第 3 张，已存好',
    '第 4 张，已存好',
    '第 5 张，没传上，格式不支持。轻点看原因',
  ])
})

it('says what did not go: a wrong code, photos too many', async () => {
  desk = await world.desk({ loggedIn: false })
  const said = await listen(desk.page)

  await desk.page.getByRole('textbox').fill('0000-0000-0000')
  await desk.button('登录').click()
  await desk.reads('上传码不对，或已经用过')
  await desk.enter(await world.deskCode())
  await desk.pick(await pictures(21, { first: 40 }))
  await desk.reads('一次最多 20 张')

  const words = await said()
  expect(words).toContain('上传码不对，或已经用过。再要一个试试。')
  expect(words).toContain('一次最多 20 张，多出来的没有添加。')
})

it.each([
  { locale: 'zh-CN', lang: 'zh-CN', titles: ['上传 · Photolift', '我的照片 · Photolift', '设置与隐私 · Photolift'] },
  {
    locale: 'de-DE',
    lang: 'en',
    titles: ['Upload · Photolift', 'My photos · Photolift', 'Settings and privacy · Photolift'],
  },
])('names its language and each of its pages to a browser in $locale', async ({ locale, lang, titles }) => {
  desk = await world.desk({ locale })
  const headings = () => desk.page.getByRole('heading', { level: 1 }).count()
  expect(await desk.page.locator('html').getAttribute('lang')).toBe(lang)

  for (const title of titles) {
    const name = title.replace(' · Photolift', '')
    await desk.button(name).click()
    await desk.page.waitForFunction((words) => document.title === words, title)
    expect(await headings()).toBe(1)
  }
  const other = lang === 'en' ? 'zh' : 'en'
  const switcher = desk.page.locator('.header__language')
  // The word is of the other language, and is read in it.
  expect(await switcher.getAttribute('lang')).toBe(other)
  await switcher.click()
  await desk.page.waitForFunction((code) => document.documentElement.lang.startsWith(code), other)
})

it('names the photo that fills the page by its place', async () => {
  desk = await world.desk()
  await desk.pick(await pictures(2))
  await desk.reads('2 张照片都存好了')
  await desk.button('去看照片').click()

  await desk.page.locator('.shot').nth(1).click()

  await desk.page.waitForFunction(() => document.title === '2 / 2 · Photolift')
})

it('has its other language in the settings, too, for a page as narrow as a phone', async () => {
  desk = await world.desk({ viewport: { width: 375, height: 667 } })
  await desk.button('设置与隐私').click()

  const row = desk.button('English').filter({ visible: true })
  expect(await row.locator('[lang]').getAttribute('lang')).toBe('en')
  await row.click()

  await desk.page.waitForFunction(() => document.title === 'Settings and privacy · Photolift')
})

/** Notes what a screen reader is told from now on. @returns gives all of it */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const changed = element?.closest('[role=status], [role=alert], [aria-live]')
        // An alert is said when it comes, anything else only when it changes.
        const arrived = [...addedNodes].flatMap((node) =>
          node instanceof Element ? [node, ...node.querySelectorAll('*')].filter(({ role }) => role === 'alert') : [],
        )
        for (const words of [changed, ...arrived].map((region) => region?.textContent ?? ''))
          if (words !== '' && words !== said.at(-1)) said.push(words)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said)
}
