import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type BridgeCall, type BridgeScript, installWechatBridge, WECHAT_USER_AGENTS } from '../src/testing/index.js'

const ORIGIN = 'https://h5.example.com'
const ENTRY = `${ORIGIN}/upload?from=singlemessage&isappinstalled=0`
/** The largest takes several steps to decode, and no step ends where a Base64 group does. */
const PHOTOS = [jpeg(900_001), jpeg(1_000), jpeg(7)]
const MD5S = PHOTOS.map((photo) => createHash('md5').update(photo).digest('hex'))
const SYSTEMS = ['android', 'ios'] as const

let browser: Browser
let script: string
let context: BrowserContext

beforeAll(async () => {
  const bundle = join(import.meta.dirname, 'bundle-browser-page.mjs')
  const [launched, { stdout }] = await Promise.all([
    launchBrowser(),
    promisify(execFile)(process.execPath, [bundle, 'js-sdk-page.ts']),
  ])
  browser = launched
  script = stdout
}, 120_000)

afterEach(() => context?.close())
afterAll(() => browser?.close())

describe.each(SYSTEMS)('the real JS-SDK in WeChat on %s', (system) => {
  it('gives bytes, types and previews of the photos, in the order of the taps, one call at a time', async () => {
    const page = await open({ system })

    const outcome = await pick(page)

    const photos = MD5S.map((md5) => ({ contentType: 'image/jpeg', md5, shown: 'blob' }))
    expect(outcome).toEqual({ route: 'direct', photos })
    const reads = (await calls(page)).filter(({ name }) => name === 'getLocalImgData')
    expect(reads.map(({ besides }) => besides)).toEqual([0, 0, 0])
  })

  it('asks for nine originals at most', async () => {
    const page = await open({ system })

    await pick(page)

    const choice = (await calls(page)).find(({ name }) => name === 'chooseImage')
    expect(choice?.args).toMatchObject({ count: 9, sizeType: ['original'], verifySignature: 'f'.repeat(40) })
  })

  it('takes a change of mind for an empty pick', async () => {
    const page = await open({ system, choose: 'cancel' })

    expect(await pick(page)).toEqual({ route: 'direct', photos: [] })
  })

  it.each([
    ['permission denied', 'PICK_REFUSED'],
    ['access denied', 'PICK_REFUSED'],
    ['function not exist', 'PICK_UNAVAILABLE'],
  ])('tells «%s» as %s', async (choose, error) => {
    const page = await open({ system, choose })

    expect(await pick(page)).toEqual({ error })
  })

  it('sees a refused page although ready fires, and says so to each later pick', async () => {
    const page = await open({ system, config: ['invalid url domain'] })

    expect(await pick(page)).toEqual({ error: 'JS_SDK_REFUSED' })
    expect(await pick(page)).toEqual({ error: 'JS_SDK_REFUSED' })

    expect((await calls(page)).map(({ name }) => name)).not.toContain('chooseImage')
  })

  it('signs once more where the signature was invalid, and then goes on', async () => {
    const page = await open({ system, config: ['invalid signature', 'ok'] })

    expect(await pick(page)).toMatchObject({ route: 'direct' })

    const configs = (await calls(page)).filter(({ name }) => name === 'preVerifyJSAPI')
    expect(configs.map(({ args }) => args['verifyNonceStr'])).toEqual(['nonce1', 'nonce2'])
  })

  it('signs no third time for one pick', async () => {
    const page = await open({ system, config: ['invalid signature'] })

    expect(await pick(page)).toEqual({ error: 'JS_SDK_REFUSED' })

    expect(await page.evaluate(() => jsSdkPage.signedUrls)).toHaveLength(2)
  })

  it('gives up a verification that is never answered', async () => {
    const page = await open({ system, config: ['silent'] })
    await page.clock.install()

    const picking = pick(page)
    await called(page, 'preVerifyJSAPI')
    await page.clock.runFor(10_000)

    expect(await picking).toEqual({ error: 'JS_SDK_REFUSED' })
  })

  it('gives up a picker that never calls back', async () => {
    const page = await open({ system, choose: 'silent' })
    await page.clock.install()

    const picking = pick(page)
    await called(page, 'chooseImage')
    await page.clock.runFor(600_000)

    expect(await picking).toEqual({ error: 'PICK_UNAVAILABLE' })
  })

  it('lets one photo fail alone', async () => {
    const page = await open({ system, data: ['ok', 'fail', 'ok'] })

    const outcome = await pick(page)

    expect(outcome).toMatchObject({ route: 'direct', photos: [{ md5: MD5S[0] }, 'PHOTO_UNREADABLE', { md5: MD5S[2] }] })
  })

  it.each(['function not exist', 'permission denied', 'fail'])(
    'takes the way over WeChat where the first photo has «%s», one at a time, and one failure stops no other',
    async (said) => {
      const page = await open({ system, data: [said], upload: ['ok', 'fail', 'ok'] })

      const outcome = await pick(page)

      expect(outcome).toEqual({ route: 'media', photos: ['media-0', 'WECHAT_UNAVAILABLE', 'media-2'] })
      const uploads = (await calls(page)).filter(({ name }) => name === 'uploadImage')
      expect(uploads.map(({ args, besides }) => [args['isShowProgressTips'], besides])).toEqual([
        [0, 0],
        [0, 0],
        [0, 0],
      ])
    },
  )

  it.each([0, 1])(
    'takes the way over WeChat where it falls silent at photo %i, and never fills its queue',
    async (at) => {
      const page = await open({ system, data: ['ok', 'ok', 'ok'].with(at, 'silent') })
      await page.clock.install()

      const picking = pick(page)
      await called(page, 'getLocalImgData', at + 1)
      await page.clock.runFor(20_000)
      await called(page, 'uploadImage')
      await page.clock.runFor(1_000)

      expect(await picking).toEqual({ route: 'media', photos: ['media-0', 'media-1', 'media-2'] })
      expect((await calls(page)).filter(({ name }) => name === 'getLocalImgData')).toHaveLength(at + 1)
    },
  )
})

it('rests a moment between choosing and handing over on iOS', async () => {
  const page = await open({ system: 'ios', data: ['fail'] })
  await page.clock.install()
  // The page's time stands still from before the choice on; an hour ahead, so that it lies in no slow machine's past.
  await page.clock.pauseAt(Date.now() + 3_600_000)

  const picking = pick(page)
  await called(page, 'getLocalImgData')
  await page.clock.runFor(99)
  expect((await calls(page)).map(({ name }) => name)).not.toContain('uploadImage')
  await page.clock.runFor(1)

  expect(await picking).toMatchObject({ route: 'media' })
})

it.each([
  ['android', [ENTRY, `${ORIGIN}/gallery`]],
  ['ios', [ENTRY]],
] as const)('on %s verifies the address that this system keeps', async (system, urls) => {
  const page = await open({ system })

  await pick(page)
  await page.evaluate(() => history.pushState(null, '', '#tiles'))
  await pick(page)
  await page.evaluate(() => history.pushState(null, '', '/gallery#top'))
  await pick(page)

  expect(await page.evaluate(() => jsSdkPage.signedUrls)).toEqual(urls)
})

it('hears of a refusal of the second address although ready has fired long before', async () => {
  const page = await open({ system: 'android', config: ['ok', 'invalid url domain'] })
  await pick(page)

  await page.evaluate(() => history.pushState(null, '', '/gallery'))

  expect(await pick(page)).toEqual({ error: 'JS_SDK_REFUSED' })
})

it('ends where there is no WeChat at all', async () => {
  const page = await open(undefined)
  await page.clock.install()

  const picking = pick(page)
  await page.waitForFunction(() => jsSdkPage.signedUrls.length === 1)
  await page.clock.runFor(10_000)

  expect(await picking).toEqual({ error: 'JS_SDK_REFUSED' })
})

async function open(given: Omit<BridgeScript, 'pictures'> | undefined): Promise<Page> {
  const system = given?.system ?? 'android'
  context = await browser.newContext({ userAgent: WECHAT_USER_AGENTS[system] })
  const page = await context.newPage()
  await context.route('**/*', (route) => route.abort())
  await context.route(`${ORIGIN}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<p>page</p>' }))
  await context.route(`${ORIGIN}/pictures/*`, (route) => {
    const body = PHOTOS[Number(route.request().url().split('/').at(-1))]
    return body === undefined ? route.abort() : route.fulfill({ body })
  })
  if (given !== undefined)
    await context.addInitScript(installWechatBridge, {
      ...given,
      pictures: PHOTOS.map((_, index) => `/pictures/${index}`),
    })
  await page.goto(`${ENTRY}#login=abc`)
  await page.addScriptTag({ content: script })
  return page
}

function pick(page: Page) {
  return page.evaluate(() => jsSdkPage.pick())
}

function calls(page: Page): Promise<BridgeCall[]> {
  return page.evaluate(() => (globalThis as unknown as { bridgeCalls: BridgeCall[] }).bridgeCalls)
}

async function called(page: Page, name: string, times = 1): Promise<void> {
  while ((await calls(page)).filter((call) => call.name === name).length < times) await page.evaluate(() => undefined)
}

function jpeg(byteLength: number): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(byteLength - 4)])
}
