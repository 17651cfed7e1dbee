import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import type { Route } from 'playwright-core'
import { picture } from '../world/picture-file.js'
import type { Desk } from './desk.js'
import { PageWorld } from './page-world.js'

jest.setTimeout(90_000)

/** Says so in the title if it ever becomes an element, a script or an address. */
const MARKUP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`

/** Names of files, and as what they are stored: no more than 255 bytes of them. */
const NAMES: [string, string][] = [
  `${MARKUP}.jpg`,
  // Read from the override on from right to left: as if it ended in "exe".
  'photo\u202egpj.exe.jpg',
  `${'a'.repeat(251)}.jpg`,
  '\u0007\u2028javascript:alert(1).jpg',
].map((name) => [name, name])
NAMES.push([`${'长'.repeat(251)}.jpg`, `${'长'.repeat(83)}.jpg`])

let world: PageWorld
let desk: Desk

beforeAll(async () => {
  world = await PageWorld.start()
})
afterEach(async () => {
  // Nothing was tried that the Content-Security-Policy had to refuse.
  expect(desk.problems()).toEqual([])
  expect(await desk.page.title()).not.toContain('owned')
  await desk.leave()
})
afterAll(() => world.stop())

it('names of files are text in every place that shows them', async () => {
  desk = await world.desk()
  const photos = await Promise.all(NAMES.map(async ([name], index) => ({ ...(await picture(index + 1)), name })))
  const noPhoto = {
    name: `${MARKUP}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from('no photo at all, but some words'),
  }

  await desk.pick([...photos, noPhoto])
  await desk.reads(`${NAMES.length} 张已存好，1 张没传上`)
  await desk.tilesThat('没传上').click()
  await desk.page.getByRole('dialog').getByText('<img src=x o…pt>.txt', { exact: true }).waitFor()
  await desk.button('移除 <img src=x o…pt>.txt').click()
  await desk.tilesThat('第 1 张').click()
  await desk.button('信息').click()

  for (const [, stored] of NAMES) {
    const facts = desk.page.getByRole('dialog').locator('dd')
    expect(await facts.allTextContents()).toContain(stored)
    await desk.page.keyboard.press('Escape')
    await facts.first().waitFor({ state: 'detached' })
    await desk.page.keyboard.press('ArrowRight')
    await desk.button('信息').click()
  }
})

it.each<[string, string, RegExp, object | string]>([
  [
    'COS',
    '**/*',
    /格式|太大|没传上/,
    `<?xml version="1.0"?><Error><Code>EntityTooLarge</Code><Message>${MARKUP}</Message><RequestId>${MARKUP}</RequestId></Error>`,
  ],
  [
    'the service',
    `**${ROUTES.authorize.path}`,
    /没传上/,
    { error: { code: MARKUP, message: MARKUP, requestId: MARKUP } },
  ],
])('an error of %s brings no words of its own onto the page', async (who, url, words, body) => {
  desk = await world.desk()
  const refuse = (route: Route) =>
    who !== 'COS' || (route.request().method() === 'POST' && !route.request().url().startsWith(world.url))
      ? route.fulfill({
          status: 400,
          headers: { 'access-control-allow-origin': '*' },
          contentType: typeof body === 'string' ? 'application/xml' : 'application/json',
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })
      : route.fallback()
  await desk.page.route(url, refuse)

  await desk.pick([await picture(20)])
  await desk.reads(words)

  expect(await desk.page.locator('body').innerHTML()).not.toContain('owned')
})

it.each(['', 'logged in'])('an address with somebody’s words in it shows none of them (%s)', async (loggedIn) => {
  desk = await world.desk({ loggedIn: loggedIn !== '' })
  const words = encodeURIComponent(MARKUP)

  for (const address of [
    `?code=${words}&state=${words}&returnTo=javascript:document.title='owned'`,
    `#login=${words}&webLoginError=${words}`,
    `#webCode=${words}`,
    `#photo/${words}`,
    `#gallery/${words}`,
  ]) {
    await desk.page.goto('about:blank')
    await desk.page.goto(world.url + address)
    await desk.page.getByRole('button').first().waitFor()
    await desk.page.waitForLoadState('networkidle')
    expect(await desk.page.locator('body').innerHTML()).not.toContain('owned')
  }
})
