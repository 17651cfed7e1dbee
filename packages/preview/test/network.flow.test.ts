import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { RunningApp, stopClock } from './running-app.js'
import { bodyOf, TargetServer } from './target-server.js'
import { send } from './wx-in-page.js'

let app: RunningApp
let target: TargetServer
let page: Page

beforeAll(async () => {
  ;[app, target] = await Promise.all([RunningApp.start(), TargetServer.start()])
  page = await app.open('platform')
}, 60_000)

beforeEach(() => {
  target.handle = (_, response) => response.end()
})

afterAll(async () => {
  await app?.stop()
  target?.stop()
})

const addFile = (byteLength: number, name = 'holiday.jpg') =>
  page.evaluate(([length, given]) => window.preview.addFile(new Blob([new Uint8Array(length)]), given), [
    byteLength,
    name,
  ] as const)

describe('wx.request', () => {
  it('sends JSON, reads JSON, and keeps the names of headers as they came', async () => {
    target.handle = async (request, response) => {
      response.setHeader('X-Kept-Case', 'yes')
      response.end(
        JSON.stringify({ got: JSON.parse((await bodyOf(request)).toString()), type: request.headers['content-type'] }),
      )
    }

    const outcome = await send(page, 'request', { url: target.url(), method: 'POST', data: { name: '照片' } })

    expect(outcome).toMatchObject({
      errMsg: 'request:ok',
      statusCode: 200,
      data: { got: { name: '照片' }, type: 'application/json' },
      header: { 'X-Kept-Case': 'yes' },
    })
  })

  it('puts the data of a GET into the query, and leaves a text that is no JSON alone', async () => {
    target.handle = (request, response) => response.end(request.url)

    const outcome = await send(page, 'request', { url: target.url('/list?a=1'), data: { cursor: 'x/y', limit: 2 } })

    expect(outcome['data']).toBe('/list?a=1&cursor=x%2Fy&limit=2')
  })

  it('succeeds with any status', async () => {
    target.handle = (_, response) => response.writeHead(500).end('{"error":{"code":"INTERNAL"}}')

    expect(await send(page, 'request', { url: target.url() })).toMatchObject({
      statusCode: 500,
      data: { error: { code: 'INTERNAL' } },
    })
  })

  it("fails in WeChat's words: bad method, bad URL, host not allowed, nobody there", async () => {
    const failures = await Promise.all(
      [
        { url: target.url(), method: 'PATCH' },
        { url: 'nowhere' },
        { url: 'https://example.com/' },
        { url: 'http://127.0.0.1:1/' },
      ].map((options) => send(page, 'request', options)),
    )

    expect(failures.map(({ errMsg, errno }) => [errno, errMsg])).toEqual([
      [600005, 'request:fail invalid method "PATCH"'],
      [600009, 'request:fail invalid url "nowhere"'],
      [600002, 'request:fail url not in domain list'],
      [600001, 'request:fail -102:net::ERR_CONNECTION_REFUSED'],
    ])
  })

  it('times out', async () => {
    target.handle = () => undefined

    expect(await send(page, 'request', { url: target.url(), timeout: 100 })).toMatchObject({
      errMsg: 'request:fail timeout',
      errno: 5,
    })
  })

  it('can be aborted', async () => {
    target.handle = () => undefined

    const errMsg = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const { wx } = globalThis as unknown as { wx: { request(options: object): { abort(): void } } }
          wx.request({ url, fail: (failure: { errMsg: string }) => resolve(failure.errMsg) }).abort()
        }),
      target.url(),
    )

    expect(errMsg).toBe('request:fail abort')
  })
})

describe('wx.uploadFile', () => {
  it("sends the fields in order, then the file under the client's own name and type", async () => {
    let body = ''
    target.handle = async (request, response) => {
      body = (await bodyOf(request)).toString('latin1')
      response.writeHead(204, { ETag: '"abc"' }).end()
    }
    const filePath = await addFile(10)

    const outcome = await send(page, 'uploadFile', {
      url: target.url(),
      filePath,
      name: 'file',
      formData: { key: '照片/1.jpg', policy: 'p', number: 7 },
    })

    expect(outcome).toMatchObject({ errMsg: 'uploadFile:ok', statusCode: 204, data: '' })
    const parts = [...body.matchAll(/name="([^"]+)"(?:; filename="([^"]+)")?(?:\r\nContent-Type: (\S+))?/g)]
    expect(parts.map(([, name]) => name)).toEqual(['key', 'policy', 'number', 'file'])
    expect(parts.at(-1)?.[2]).toBe(filePath.replace('wxfile://', ''))
    expect(parts.at(-1)?.[2]).not.toContain('holiday')
    expect(parts.at(-1)?.[3]).toBe('image/jpeg')
    expect(Buffer.from(body, 'latin1').toString()).toContain('照片/1.jpg')
  })

  it('succeeds with a status that refuses, and gives its text', async () => {
    target.handle = async (request, response) => {
      await bodyOf(request)
      response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
    }

    expect(
      await send(page, 'uploadFile', { url: target.url(), filePath: await addFile(10), name: 'file' }),
    ).toMatchObject({
      statusCode: 403,
      data: '<Error><Code>AccessDenied</Code></Error>',
    })
  })

  it('fails for a file that is gone', async () => {
    expect(
      await send(page, 'uploadFile', { url: target.url(), filePath: 'wxfile://tmp_gone.jpg', name: 'file' }),
    ).toMatchObject({ errMsg: 'uploadFile:fail file not found' })
  })

  it('tells honest progress over a slow network', async () => {
    let received = 0
    target.handle = (request, response) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length
      })
      request.on('end', () => response.end())
    }
    const slow = await app.open('platform', { network: '3g' })
    const filePath = await slow.evaluate(() => window.preview.addFile(new Blob([new Uint8Array(150_000)]), 'a.jpg'))

    const upload = send(slow, 'uploadFile', { url: target.url(), filePath, name: 'file' })
    const { progress } = await upload

    // 150 kB at 750 kbit/s take 1.6 s; an event every 100 ms.
    expect(progress.length).toBeGreaterThan(5)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(100)
    expect(received).toBeGreaterThan(150_000)
    await slow.close()
  })
})

it('downloads into a temporary file', async () => {
  target.handle = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(5))

  expect(await send(page, 'downloadFile', { url: target.url() })).toMatchObject({
    statusCode: 200,
    tempFilePath: expect.stringMatching(/^wxfile:\/\/tmp_\w+\.png$/),
  })
})

it('counts requests and uploads, not downloads', async () => {
  const before = await page.evaluate(() => window.preview.requestCount)

  await send(page, 'request', { url: target.url() })
  await send(page, 'uploadFile', { url: target.url(), filePath: await addFile(1), name: 'file' })
  await send(page, 'downloadFile', { url: target.url() })

  expect(await page.evaluate(() => window.preview.requestCount)).toBe(before + 2)
})

describe('conditions', () => {
  it('cuts what runs and refuses what starts while the phone is offline, and tells the app', async () => {
    target.handle = () => undefined
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => {
          const { wx } = globalThis as unknown as {
            wx: { onNetworkStatusChange(listener: (status: object) => void): void }
          }
          wx.onNetworkStatusChange(resolve)
        }),
    )

    const running = send(page, 'request', { url: target.url() })
    await page.evaluate(() => window.preview.set({ network: 'none' }))

    expect(await running).toMatchObject({ errMsg: 'request:fail -21:net::ERR_NETWORK_CHANGED', errno: 600001 })
    expect(await send(page, 'request', { url: target.url() })).toMatchObject({
      errMsg: 'request:fail -106:net::ERR_INTERNET_DISCONNECTED',
    })
    expect(await heard).toEqual({ isConnected: false, networkType: 'none' })
    await page.evaluate(() => window.preview.set({ network: 'wifi' }))
  })

  it('cuts what runs when Wi-Fi gives way to mobile data, but not when one mobile network becomes another', async () => {
    let answer = () => undefined as unknown
    const arrival = () =>
      new Promise<void>((resolve) => {
        target.handle = (_, response) => {
          answer = () => response.end()
          resolve()
        }
      })
    let arrived = arrival()
    const overWifi = send(page, 'request', { url: target.url() })
    await arrived
    await page.evaluate(() => window.preview.set({ network: '4g' }))
    expect(await overWifi).toMatchObject({ errMsg: 'request:fail -21:net::ERR_NETWORK_CHANGED' })

    arrived = arrival()
    const overMobileData = send(page, 'request', { url: target.url() })
    await arrived
    await page.evaluate(() => window.preview.set({ network: '3g' }))
    answer()

    expect(await overMobileData).toMatchObject({ statusCode: 200 })
    await page.evaluate(() => window.preview.set({ network: 'wifi' }))
  })

  it('suspends the app 5 s after it went to the background: its requests are cut, and it hears of it on return', async () => {
    const phone = await app.open('platform', {}, {})
    await stopClock(phone)
    target.handle = () => undefined
    await phone.evaluate((url) => {
      const { wx, heard } = Object.assign(globalThis, { heard: [] as string[] }) as unknown as {
        heard: string[]
        wx: {
          request(options: object): void
          onAppHide(listener: () => void): void
          onAppShow(listener: () => void): void
        }
      }
      wx.onAppHide(() => heard.push('hide'))
      wx.onAppShow(() => heard.push('show'))
      wx.request({
        url,
        fail: (failure: { errMsg: string; errno: number }) => heard.push(`${failure.errno} ${failure.errMsg}`),
      })
    }, target.url())
    const heard = () => phone.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)

    await phone.evaluate(() => window.preview.set({ stage: 'background' }))
    expect(await send(phone, 'request', { url: target.url() })).toMatchObject({ errMsg: 'request:fail interrupted' })
    await phone.clock.runFor(5_000)
    expect(await heard()).toEqual(['hide'])
    expect(await phone.evaluate(() => window.preview.isSuspended)).toBe(true)
    await phone.evaluate(() => window.preview.set({ stage: 'foreground' }))
    expect(await phone.evaluate(() => window.preview.isSuspended)).toBe(false)

    await phone.waitForFunction(() => (globalThis as unknown as { heard: string[] }).heard.length === 3)
    expect(await heard()).toEqual(['hide', 'show', '600003 request:fail interrupted'])
    await phone.context().close()
  })
})
