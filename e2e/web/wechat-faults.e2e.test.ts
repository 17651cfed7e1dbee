import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import type { FaultRule } from '@photolift/emulator'
import type { BridgeCall } from '@photolift/platform/testing'
import type { Page } from 'playwright-core'
import { storedSince } from '../page/stored-since.js'
import { eventually } from '../world/eventually.js'
import { type PictureFile, pictures } from '../world/picture-file.js'
import { WechatWorld } from './wechat-world.js'

jest.setTimeout(90_000)

type Script = Parameters<WechatWorld['openBuiltPage']>[1]

const COUNT = 3

/** A WeChat that gives no bytes: photos go over its media store. */
const NO_BYTES: Script = { system: 'android', data: ['function not exist'] }

declare global {
  /** What the page has asked of the scripted WeChat. */
  var bridgeCalls: BridgeCall[]
}

let world: WechatWorld

beforeAll(async () => {
  world = await WechatWorld.start()
}, 120_000)
beforeEach(() => world.cloud.set({ webPerson: randomUUID() }))
afterEach(async () => {
  await world.cloud.heal()
  await world.closePages()
})
afterAll(() => world?.stop())

async function choose(files: readonly PictureFile[], script: Script) {
  const page = await world.openBuiltPage(files, script)
  await page.getByRole('button', { name: '选择照片' }).first().click()
  return page
}

async function reads(page: Page, words: string): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: 30_000 })
}

it.each<[string, FaultRule['fault']]>([
  ['WeChat refuses the token once', { code: '40001' }],
  ['WeChat is busy for a moment', { code: '-1' }],
  ['a gateway answers 502 in HTML', { status: 502 }],
  ['a gateway answers 200 in HTML', { status: 200 }],
  ['the picture is cut off half-way', { cutAnswerAfterBytes: 9_000 }],
  ['the connection is reset', { loseReply: true }],
])('stores each photo once where, as the service fetches it, %s', async (_, fault) => {
  const files = await pictures(COUNT, { firstByteLength: 20_000 })
  const stored = await storedSince(world.cloud)
  await world.cloud.breakDown({ service: 'wechat', targetContains: '/cgi-bin/media/get', fault, times: 1 })

  const page = await choose(files, NO_BYTES)
  await reads(page, `${COUNT} 张照片都存好了`)

  expect(await world.cloud.faultsMet()).toBe(1)
  await stored.areExactly(files)
})

it.each<[string, Partial<PictureFile>, string]>([
  ['is a video', { mimeType: 'video/mp4' }, '请选 JPG、PNG、HEIC、WebP 或 GIF'],
  [
    'is no picture, whatever WeChat calls it',
    { buffer: Buffer.from('no picture') },
    '请选 JPG、PNG、HEIC、WebP 或 GIF',
  ],
  ['is JSON, as WeChat’s own failures are', { buffer: Buffer.from('{"a":1}') }, '请选 JPG、PNG、HEIC、WebP 或 GIF'],
])('stores the others where one %s, and says why not that one', async (_, odd, why) => {
  const [first, second, third] = (await pictures(COUNT)) as [PictureFile, PictureFile, PictureFile]
  const stored = await storedSince(world.cloud)

  const page = await choose([first, { ...second, ...odd }, third], NO_BYTES)
  await reads(page, '2 张已存好，1 张没传上')

  await reads(page, why)
  await stored.areExactly([first, third])
})

it('stores the others where WeChat knows an id no more, and says what to do', async () => {
  const files = await pictures(COUNT)
  const stored = await storedSince(world.cloud)
  const fault = { code: '40007' }
  await world.cloud.breakDown({ service: 'wechat', targetContains: '/cgi-bin/media/get', fault, times: 1 })

  const page = await choose(files, NO_BYTES)
  await reads(page, '2 张已存好，1 张没传上')

  await reads(page, '微信里已经没有这张照片，请移除后重新选择')
  expect(await world.cloud.faultsMet()).toBe(1)
  expect((await stored.byteLengths()).length).toBe(2)
})

it('stores the others where WeChat does not take one, and offers to try that one again', async () => {
  const files = await pictures(COUNT)
  const stored = await storedSince(world.cloud)

  const page = await choose(files, { ...NO_BYTES, upload: ['ok', 'fail', 'ok'] })
  await reads(page, '2 张已存好，1 张没传上')

  await reads(page, '重试')
  await stored.areExactly(files.filter((_file, place) => place !== 1))
})

it.each(['android', 'ios'] as const)(
  'takes the other way where WeChat says nothing to a call, on %s',
  async (system) => {
    const files = await pictures(COUNT)
    const stored = await storedSince(world.cloud)
    const page = await world.openBuiltPage(files, { system, data: ['ok', 'silent', 'ok'] })
    await page.getByRole('button', { name: '选择照片' }).first().waitFor()
    await page.clock.install()
    await page.reload()

    await page.getByRole('button', { name: '选择照片' }).first().click()
    await eventually(async () =>
      expect(await page.evaluate(() => bridgeCalls.filter(({ name }) => name === 'getLocalImgData').length)).toBe(2),
    )
    await page.clock.runFor(21_000)
    await reads(page, `${COUNT} 张照片都存好了`)

    await stored.areExactly(files)
  },
)

it('lets the person choose again where WeChat said nothing to the first choice', async () => {
  const files = await pictures(COUNT)
  const page = await world.openBuiltPage(files, { system: 'android', choose: ['silent', 'ok'] })

  await page.getByRole('button', { name: '选择照片' }).first().click()
  await eventually(async () =>
    expect(await page.evaluate(() => bridgeCalls.some(({ name }) => name === 'chooseImage'))).toBe(true),
  )
  await page.getByRole('button', { name: '选择照片' }).first().click()

  await reads(page, `${COUNT} 张照片都存好了`)
})

it.each([
  ['has no picker', { choose: 'function not exist' }],
  ['does not take the page', { config: ['invalid url domain'] }],
])('opens the dialog for files where WeChat %s', async (_what, script) => {
  const files = await pictures(2)
  const page = await world.openBuiltPage([], { system: 'android', ...script })
  const chooser = page.waitForEvent('filechooser')

  await page.getByRole('button', { name: '选择照片' }).first().click()
  await (await chooser).setFiles(files)

  await reads(page, '2 张照片都存好了')
})

it('says why no dialog opens where WeChat took too long, and opens it at the next tap', async () => {
  const files = await pictures(2)
  const page = await world.openBuiltPage(
    [],
    { system: 'android', choose: 'function not exist' },
    '',
    async (opened) => {
      await opened.addInitScript(() =>
        Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } }),
      )
    },
  )

  await page.getByRole('button', { name: '选择照片' }).first().click()
  await page.getByRole('alert').waitFor()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择照片' }).first().click()
  await (await chooser).setFiles(files)

  await reads(page, '2 张照片都存好了')
})

it.each(['android', 'ios'] as const)(
  'needs one signature however often the page shows another of its pages, on %s',
  async (system) => {
    const files = await pictures(1)
    const page = await world.openBuiltPage(files, { system })
    const signed: string[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === ROUTES.jsSdkConfig.path) signed.push(url.searchParams.get('url') ?? '')
    })

    await page.getByRole('button', { name: '选择照片' }).first().click()
    await reads(page, '1 张照片都存好了')
    await page.getByRole('button', { name: '去看照片' }).click()
    await reads(page, '就这些了，一共 1 张')
    await page.goBack()
    await page.getByRole('button', { name: '再传一些' }).click()
    await reads(page, '1 张照片都存好了')

    expect(signed).toEqual([`${world.stack.serviceUrl}/`])
  },
)
