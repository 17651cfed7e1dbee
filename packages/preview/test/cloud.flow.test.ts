import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { logWith, RunningApp } from './running-app.js'
import { bodyOf, TargetServer } from './target-server.js'
import { callCloud, callWx, type Outcome } from './wx-in-page.js'

const ENV = 'prod-1abc'
const APPID = 'wx00112233445566aa'

let app: RunningApp
let service: TargetServer
let cloud: TargetServer
let page: Page

beforeAll(async () => {
  ;[service, cloud] = await Promise.all([TargetServer.start(), TargetServer.start()])
  app = await RunningApp.start({
    containers: [
      { env: ENV, service: 'photos', url: service.url() },
      { env: ENV, service: 'asleep', url: 'http://127.0.0.1:1' },
    ],
    cloudFiles: cloud.url(),
    appid: APPID,
  })
}, 60_000)

beforeEach(async () => {
  service.handle = (_, response) => response.end()
  page = await app.open('platform')
})

afterEach(() => page?.close())

afterAll(async () => {
  await app?.stop()
  service?.stop()
  cloud?.stop()
})

const init = (on = page) =>
  on.evaluate(() => (globalThis as unknown as { wx: { cloud: { init(): void } } }).wx.cloud.init())

/** Calls the service `photos` unless told otherwise. */
async function call(options: object, on = page): Promise<Outcome> {
  await init(on)
  return callCloud(on, 'callContainer', {
    config: { env: ENV },
    header: { 'X-WX-SERVICE': 'photos' },
    path: '/',
    method: 'GET',
    ...options,
  })
}

describe('wx.cloud.callContainer', () => {
  it('sends what wx.request would send, with its path and query as they are', async () => {
    service.handle = async (request, response) => {
      const { url, method, headers } = request
      const body = (await bodyOf(request)).toString()
      response.setHeader('X-Kept-Case', 'yes')
      response.end(JSON.stringify({ url, method, type: headers['content-type'], body }))
    }

    const posted = await call({ path: '/v1/a?b=%E7%85%A7', method: 'POST', data: { name: '照片' } })
    const got = await call({ path: '/v1/a?b=1', data: { cursor: 'x/y' } })

    expect(posted).toEqual({
      errMsg: 'cloud.callContainer:ok',
      statusCode: 200,
      data: { url: '/v1/a?b=%E7%85%A7', method: 'POST', type: 'application/json', body: '{"name":"照片"}' },
      header: expect.objectContaining({ 'X-Kept-Case': 'yes' }),
      cookies: [],
      callID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(got['data']).toMatchObject({ url: '/v1/a?b=1&cursor=x%2Fy', method: 'GET' })
  })

  it('tells the container who calls, whatever the app claims', async () => {
    service.handle = (request, response) => response.end(JSON.stringify(request.headers))

    const forged = {
      'X-WX-SERVICE': 'photos',
      'X-WX-OPENID': 'somebody-else',
      'x-wx-from-openid': 'somebody-else',
      'X-Wx-Source': 'forged',
      'X-Original-Forwarded-For': '1.2.3.4',
      'X-Forwarded-For': '1.2.3.4',
      'X-Own': 'kept',
    }
    const { data } = await call({ header: forged })

    expect(data).toMatchObject({
      'x-wx-openid': 'openid-preview',
      'x-wx-appid': APPID,
      'x-wx-env': ENV,
      'x-wx-service': 'photos',
      'x-wx-source': 'wx_client',
      'x-original-forwarded-for': '127.0.0.1',
      'x-own': 'kept',
    })
    expect(data).not.toHaveProperty('x-wx-from-openid')
    expect(data).not.toHaveProperty('x-forwarded-for')
    expect(data).not.toHaveProperty('referer')
  })

  it("has the phone's person call", async () => {
    service.handle = (request, response) => response.end(JSON.stringify(request.headers['x-wx-openid']))

    await page.evaluate(() => window.preview.set({ openid: 'o-a_1' }))
    expect((await call({}))['data']).toBe('o-a_1')
    await page.evaluate(() => window.preview.set({ openid: '', person: 'ada' }))
    expect((await call({}))['data']).toBe('openid-ada')
  })

  it('takes environment and service from wherever they may be said', async () => {
    service.handle = (_, response) => response.end('"here"')

    await page.evaluate(
      (env) => (globalThis as unknown as { wx: { cloud: { init(options: object): void } } }).wx.cloud.init({ env }),
      ENV,
    )

    expect((await callCloud(page, 'callContainer', { path: '/', service: 'photos' }))['data']).toBe('here')
  })

  it('answers by callbacks too', async () => {
    await init()

    const heard = await page.evaluate(
      (env) =>
        new Promise((resolve) => {
          const { wx } = globalThis as unknown as { wx: { cloud: { callContainer(options: object): unknown } } }
          const kinds: string[] = []
          const returned = wx.cloud.callContainer({
            config: { env },
            path: '/',
            service: 'photos',
            success: () => kinds.push('success'),
            fail: () => kinds.push('fail'),
            complete: () => resolve([...kinds, typeof returned]),
          })
        }),
      ENV,
    )

    expect(heard).toEqual(['success', 'undefined'])
  })

  it('is not there before wx.cloud.init', async () => {
    expect(await callCloud(page, 'callContainer', { config: { env: ENV }, path: '/' })).toEqual({
      errMsg: "cloud.callContainer:fail Cloud API isn't enabled, please call wx.cloud.init first",
    })
  })

  it.each([
    ['an environment that nobody has', -601027, 'environment "none" not found', { config: { env: 'none' } }],
    ['no environment', -601027, 'environment "" not found', { config: {} }],
    ['a service that nobody has', -601031, 'service "none" not found', { header: { 'X-WX-SERVICE': 'none' } }],
    ['no service', -601031, 'service "" not found', { header: {} }],
    ['a method that it does not take', 102005, 'invalid request method PATCH', { method: 'PATCH' }],
    ['a method of wx.request alone', 102005, 'invalid request method HEAD', { method: 'HEAD' }],
    ['a container where nobody listens', 102002, 'connect ECONNREFUSED', { header: { 'X-WX-SERVICE': 'asleep' } }],
    ['a path that is not encoded', 40097, 'invalid path "/a?b=照片"', { path: '/a?b=照片' }],
    ['a whole URL', 40097, 'invalid path "http://127.0.0.1/"', { path: 'http://127.0.0.1/' }],
    [
      'more than 100 KiB to send',
      -606001,
      'request size 102401 exceeds 102400',
      { method: 'POST', data: 'a'.repeat(102_401) },
    ],
  ])('fails for %s, with the number in every place', async (_, code, words, options) => {
    expect(await call(options)).toEqual({
      errMsg: `cloud.callContainer:fail errCode: ${code}; ${words}`,
      errCode: code,
      errno: code,
    })
  })

  it('counts bytes, not letters, and lets 100 KiB pass', async () => {
    service.handle = async (request, response) => response.end(String((await bodyOf(request)).length))

    expect((await call({ method: 'POST', data: 'a'.repeat(102_400) }))['data']).toBe(102_400)
    expect(await call({ method: 'POST', data: '照'.repeat(34_134) })).toMatchObject({ errCode: -606001 })
  })

  it('lets replies of 1000 KiB pass and no larger ones', async () => {
    let byteLength = 1_024_000
    service.handle = (_, response) => response.end(Buffer.alloc(byteLength, 'a'))

    expect(await call({})).toMatchObject({ statusCode: 200 })
    byteLength += 1
    expect(await call({})).toEqual({
      errMsg: 'cloud.callContainer:fail errCode: -606002; response size 1024001 exceeds 1024000',
      errCode: -606002,
      errno: -606002,
    })
  })

  it('leads nowhere but to the service', async () => {
    service.handle = (request, response) => response.end(JSON.stringify([request.headers.host, request.url]))

    const host = new URL(service.url()).host
    expect((await call({ path: '//example.com/a' }))['data']).toEqual([host, '//example.com/a'])
    expect((await call({ path: '/@example.com' }))['data']).toEqual([host, '/@example.com'])
  })

  it('waits no longer than the app asks', async () => {
    service.handle = () => undefined

    expect(await call({ timeout: 100 })).toEqual({
      errMsg: 'cloud.callContainer:fail errCode: 102002; request timeout',
      errCode: 102002,
      errno: 102002,
    })
  })

  it('waits no longer than 15 s, whatever the app asks', async () => {
    service.handle = () => undefined
    await page.evaluate(() => {
      // What the browser was told; waiting for it would take 15 s of every run.
      const given: number[] = []
      const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'timeout') as PropertyDescriptor
      Object.defineProperty(XMLHttpRequest.prototype, 'timeout', {
        set(milliseconds: number) {
          given.push(milliseconds)
          set?.call(this, 50)
        },
      })
      Object.assign(globalThis, { given })
    })

    await call({ timeout: 60_000 })
    await call({})

    expect(await page.evaluate(() => (globalThis as unknown as { given: number[] }).given)).toEqual([15_000, 15_000])
  })

  it('fails without status and body where the answer is not 2xx, or gives both: both were seen', async () => {
    service.handle = (_, response) => response.writeHead(404).end('{"error":{"code":"PHOTO_NOT_FOUND"}}')

    expect(await call({})).toEqual({ errMsg: 'cloud.callContainer:fail INTERNAL_REQUEST_FAIL' })
    await page.evaluate(() => window.preview.set({ containerErrors: 'answer' }))
    expect(await call({})).toMatchObject({ statusCode: 404, data: { error: { code: 'PHOTO_NOT_FOUND' } } })
  })

  it('does not follow redirects', async () => {
    service.handle = (_, response) => response.writeHead(302, { Location: 'https://example.com/' }).end()
    await page.evaluate(() => window.preview.set({ containerErrors: 'answer' }))

    expect(await call({})).toMatchObject({ statusCode: 302 })
  })

  it('meets a container that still starts as often as it is told', async () => {
    let calls = 0
    service.handle = (_, response) => {
      calls += 1
      response.end()
    }

    await page.evaluate(() => window.preview.set({ coldStarts: '2' }))
    const outcomes = [await call({}), await call({}), await call({})]

    const cold = 'cloud.callContainer:fail errCode: 102002; SERVICE_NOT_READY'
    expect(outcomes.map(({ errMsg }) => errMsg)).toEqual([cold, cold, 'cloud.callContainer:ok'])
    expect(calls).toBe(1)
    expect(await page.evaluate(() => window.preview.conditions.coldStarts)).toBe('0')
  })

  it('is cold at the start of the app where the address says so', async () => {
    const cold = await app.open('platform', { coldStarts: '1' })

    expect(await call({}, cold)).toMatchObject({ errCode: 102002 })
    expect(await call({}, cold)).toMatchObject({ statusCode: 200 })
    await cold.close()
  })

  it('needs a network', async () => {
    await page.evaluate(() => window.preview.set({ network: 'none' }))

    expect(await call({})).toMatchObject({
      errMsg: 'cloud.callContainer:fail errCode: 600001; -106:net::ERR_INTERNET_DISCONNECTED',
    })
  })

  it('is counted', async () => {
    await call({})

    expect(await page.evaluate(() => window.preview.requestCount)).toBe(1)
  })
})

it('names members of wx.cloud that it does not have', async () => {
  const message = await page.evaluate(() => {
    try {
      return String((globalThis as unknown as { wx: { cloud: Record<string, unknown> } }).wx.cloud['callFunction'])
    } catch (error) {
      return (error as Error).message
    }
  })

  expect(message).toBe('wx.cloud.callFunction is not in the preview')
  expect(await page.evaluate(() => window.preview.errors)).toEqual([message])
})

it('has no wx.cloud on clients that lack it', async () => {
  const old = await app.open('platform', { without: 'cloud' })

  expect(await old.evaluate(() => typeof (globalThis as unknown as { wx: { cloud: unknown } }).wx.cloud)).toBe(
    'undefined',
  )
  await old.close()
})

describe('files of the cloud', () => {
  const READABLE = `cloud://${ENV}.7072-${ENV}-1300000000/photos/猫.png`
  const HIDDEN = `cloud://${ENV}.7072-${ENV}-1300000000/photos/hidden.png`
  let questions: { openid: string; fileIds: string[] }[]

  beforeEach(() => {
    questions = []
    cloud.handle = async (request, response) => {
      if (request.url !== '/cloud-files') return response.writeHead(404).end()
      const question = JSON.parse((await bodyOf(request)).toString()) as (typeof questions)[number]
      questions.push(question)
      const files = question.fileIds.map((fileId) =>
        fileId === READABLE ? { fileId, url: `${app.preview.url}/assets/dot.png` } : { fileId, error: 'no right' },
      )
      return response.end(JSON.stringify({ files }))
    }
  })

  const show = (on: Page, source: string) =>
    on.evaluate((given) => {
      const { getCurrentPages } = globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }
      getCurrentPages()[0]?.setData({ source: given })
    }, source)

  it('are shown by an image, and one that the person cannot read fires its error, each time', async () => {
    const pictures = await app.open('pictures', { openid: 'o-1' })

    await show(pictures, READABLE)
    await logWith(pictures, 'load 4x2')
    await show(pictures, HIDDEN)
    await logWith(pictures, `error GET ${HIDDEN} failed`)
    await show(pictures, `${HIDDEN}2`)
    await logWith(pictures, `error GET ${HIDDEN}2 failed`)
    await show(pictures, READABLE)
    await pictures.waitForFunction(() => document.querySelectorAll('#log > wx-view').length === 4)

    expect(questions[0]).toEqual({ openid: 'o-1', fileIds: [READABLE] })
    await pictures.close()
  })

  it('give their addresses, each with its own status', async () => {
    await init()

    expect(await callCloud(page, 'getTempFileURL', { fileList: [HIDDEN, { fileID: READABLE, maxAge: 60 }] })).toEqual({
      errMsg: 'cloud.getTempFileURL:ok',
      fileList: [
        { fileID: HIDDEN, maxAge: 86_400, tempFileURL: '', status: -503002, errMsg: 'STORAGE_EXCEED_AUTHORITY' },
        { fileID: READABLE, maxAge: 60, tempFileURL: `${app.preview.url}/assets/dot.png`, status: 0, errMsg: 'ok' },
      ],
    })
    expect(questions).toHaveLength(1)
  })

  it('give at most 50 addresses at once', async () => {
    await init()

    expect(await callCloud(page, 'getTempFileURL', { fileList: Array(51).fill(READABLE) })).toMatchObject({
      errCode: -401002,
    })
    expect(questions).toEqual([])
  })

  it('are previewed and measured', async () => {
    expect(await callWx(page, 'getImageInfo', { src: READABLE })).toMatchObject({ width: 4, height: 2, type: 'png' })
    expect(await callWx(page, 'getImageInfo', { src: HIDDEN })).toMatchObject({ errMsg: 'getImageInfo:fail no right' })

    await callWx(page, 'previewImage', { urls: [HIDDEN, READABLE], current: READABLE })

    const shown = page.locator('.image-preview img')
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.image-preview img')?.naturalWidth === 4)
    expect(await shown.getAttribute('src')).toBe(`${app.preview.url}/assets/dot.png`)
  })

  it('are an error of the preview where it was not told of the cloud', async () => {
    const alone = await RunningApp.start()
    const pictures = await alone.open('pictures')

    await show(pictures, READABLE)
    await logWith(pictures, `error GET ${READABLE} failed`)

    expect(await pictures.evaluate(() => window.preview.errors)).toEqual([
      'cloud:// files need --cloud-files: the preview does not know where they are',
    ])
    await alone.stop()
  })
})
