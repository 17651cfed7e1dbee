import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import type { Page } from 'playwright-core'
import { eventually } from '../world/eventually.js'
import { pictures } from '../world/picture-file.js'
import { WechatWorld } from './wechat-world.js'

let world: WechatWorld

beforeAll(async () => {
  world = await WechatWorld.start()
}, 120_000)
afterEach(() => world.closePages())
afterAll(() => world?.stop())

describe.each(['android', 'ios'] as const)('a page in WeChat on %s', (system) => {
  it('sends nine photos straight to the bucket, and the gallery has them in the order of the taps', async () => {
    const photos = await pictures(9)
    const page = await world.open(photos, { system })

    expect(await pick(page)).toBe('')

    await eventually(async () => expect(await outcomes(page)).toEqual(photos.map(() => 'ready')))
    expect(await page.evaluate(() => wechatPage.galleryBytes())).toEqual(photos.map(({ buffer }) => buffer.length))
    expect(await stored()).toEqual(expect.arrayContaining(photos.map(({ buffer }) => buffer.length)))
  })

  it('stores the others where WeChat has no bytes of one', async () => {
    const photos = await pictures(3, { firstByteLength: 30_000 })
    const page = await world.open(photos, { system, data: ['ok', 'fail', 'ok'] })

    await pick(page)

    await eventually(async () => expect(await outcomes(page)).toEqual(['ready', 'PHOTO_UNREADABLE', 'ready']))
  })

  it('sends photos over WeChat where it gives no bytes: media ids of the account, fetched by the service, in the order of the taps', async () => {
    const photos = await pictures(3, { firstByteLength: 40_000 })
    const page = await world.open(photos, { system, data: ['function not exist'] })

    expect(await pick(page)).toBe('')

    await eventually(async () => expect(await outcomes(page)).toEqual(['ready', 'ready', 'ready']))
    expect(await page.evaluate(() => wechatPage.galleryBytes())).toEqual([40_000, 40_001, 40_002])
  })

  it('stores the others over WeChat where WeChat does not take one', async () => {
    const photos = await pictures(3, { firstByteLength: 50_000 })
    const page = await world.open(photos, { system, data: ['fail'], upload: ['ok', 'permission denied', 'ok'] })

    await pick(page)

    await eventually(async () => expect(await outcomes(page)).toEqual(['ready', 'PICK_REFUSED', 'ready']))
  })

  it('has signed by the service what this system verifies, where the address changes', async () => {
    const page = await world.open(await pictures(1), { system })
    const entry = page.url()
    const signed: string[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === ROUTES.jsSdkConfig.path && request.method() === 'GET')
        signed.push(url.searchParams.get('url') ?? '')
    })

    await pick(page)
    await page.evaluate(() => history.pushState({}, '', '/another?page=2'))
    expect(await pick(page)).toBe('')

    expect(signed).toEqual(system === 'ios' ? [entry] : [entry, page.url()])
  })

  it('goes on after a reload with what WeChat has', async () => {
    const photos = await pictures(1, { firstByteLength: 60_000 })
    const page = await world.open(photos, { system, data: ['fail'] })
    await page.route('**/v1/ingests*', (route) => route.abort())
    await pick(page)
    await eventually(async () => expect(await outcomes(page)).toEqual(['confirming']))
    await page.unrouteAll()

    await world.load(page)

    await eventually(async () => expect(await outcomes(page)).toEqual(['ready']))
  })

  it.each([
    ['cancel', ''],
    ['permission denied', 'PICK_REFUSED'],
    ['function not exist', 'PICK_UNAVAILABLE'],
  ])('that meets «%s» sends nothing and says why', async (choose, code) => {
    const page = await world.open(await pictures(1), { system, choose })

    expect(await pick(page)).toContain(code)

    expect(await outcomes(page)).toEqual([])
  })

  it('that WeChat refuses says so', async () => {
    const page = await world.open(await pictures(1), { system, config: ['invalid url domain'] })

    expect(await pick(page)).toContain('JS_SDK_REFUSED')
  })

  it.each([
    ['straight to the bucket', {}],
    ['over WeChat', { data: ['function not exist'] }],
  ])('built as it ships logs in, chooses in WeChat and stores the photos: %s', async (_way, script) => {
    const page = await world.openBuiltPage(await pictures(3, { firstByteLength: 70_000 }), { system, ...script })

    page.setDefaultTimeout(30_000)

    await page.getByRole('button', { name: '选择照片' }).first().click()

    await page.getByText('3 张照片都存好了').first().waitFor()
  })
})

function pick(page: Page): Promise<string> {
  return page.evaluate(() => wechatPage.pick())
}

function outcomes(page: Page): Promise<string[]> {
  return page.evaluate(() => wechatPage.outcomes())
}

async function stored(): Promise<number[]> {
  return (await world.cloud.objects()).map(({ byteLength }) => byteLength)
}
