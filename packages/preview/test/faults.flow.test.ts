import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Conditions } from '../src/conditions.js'
import { RunningApp } from './running-app.js'
import { bodyOf, TargetServer } from './target-server.js'
import { callCloud, callFiles, callWx, send } from './wx-in-page.js'

let app: RunningApp
let target: TargetServer
let page: Page

beforeAll(async () => {
  ;[app, target] = await Promise.all([RunningApp.start(), TargetServer.start()])
  page = await app.open('platform')
}, 60_000)

beforeEach(async () => {
  target.handle = (_, response) => response.end()
  await meet({ faults: '', service: 'running', storage: 'free', network: 'wifi' })
})

afterAll(async () => {
  await app?.stop()
  target?.stop()
})

const meet = (change: Partial<Conditions>) => page.evaluate((given) => window.preview.set(given), change)
const faultsLeft = () => page.evaluate(() => window.preview.conditions.faults)

const upload = async (byteLength = 400_000) => {
  const filePath = await page.evaluate(
    (length) => window.preview.addFile(new Blob([new Uint8Array(length)]), 'a.jpg'),
    byteLength,
  )
  return send(page, 'uploadFile', { url: target.url(), filePath, name: 'file' })
}

describe('a transfer', () => {
  it.each(['wifi', '4g'] as const)('is reset at half of its bytes over %s', async (network) => {
    let received = 0
    let ended = false
    target.handle = (request) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length
      })
      request.on('end', () => {
        ended = true
      })
      request.on('error', () => undefined)
    }
    await meet({ faults: 'reset', network })

    const outcome = await upload()

    expect(outcome).toMatchObject({ errMsg: 'uploadFile:fail -101:net::ERR_CONNECTION_RESET', errno: 600001 })
    expect(Math.max(0, ...outcome.progress)).toBeLessThanOrEqual(50)
    expect(received).toBeLessThan(202_000)
    expect(ended).toBe(false)
  })

  it('arrives and loses its reply', async () => {
    let received = 0
    target.handle = async (request, response) => {
      received = (await bodyOf(request)).length
      response.end()
    }
    await meet({ faults: 'lost-reply' })

    expect(await upload()).toMatchObject({ errMsg: 'uploadFile:fail -101:net::ERR_CONNECTION_RESET', errno: 600001 })
    expect(received).toBeGreaterThan(400_000)
  })

  it("meets COS's words for a permission that has ended, and is not sent", async () => {
    let asked = 0
    target.handle = (_, response) => {
      asked += 1
      response.end()
    }
    await meet({ faults: 'expired' })

    const outcome = await upload()

    expect(outcome).toMatchObject({ errMsg: 'uploadFile:ok', statusCode: 403 })
    expect(outcome['data']).toMatch(/<Code>AccessDenied<\/Code>\s*<Message>.*expired<\/Message>/)
    expect(asked).toBe(0)
  })

  it('is never heard of again, whatever is done to it', async () => {
    await meet({ faults: 'silent' })
    const filePath = await page.evaluate(() => window.preview.addFile(new Blob(['a']), 'a.jpg'))

    const heard = await page.evaluate(
      async ([url, path]) => {
        const { wx } = globalThis as unknown as { wx: { uploadFile(options: object): { abort(): void } } }
        const calls: string[] = []
        const note = (name: string) => () => calls.push(name)
        const options = { url, filePath: path, name: 'file', success: note('success'), fail: note('fail') }
        wx.uploadFile({ ...options, complete: note('complete') }).abort()
        // What comes later comes after this one, which really goes out.
        await new Promise((resolve) => wx.uploadFile({ ...options, success: resolve }))
        return calls
      },
      [target.url(), filePath] as const,
    )

    expect(heard).toEqual([])
  })

  it.each(['wifi', '4g'] as const)('stalls at half of its bytes over %s until it is aborted', async (network) => {
    target.handle = (request, response) => {
      request.resume().on('error', () => undefined)
      request.on('end', () => response.end())
    }
    await meet({ faults: 'stalled', network })
    const filePath = await page.evaluate(() => window.preview.addFile(new Blob([new Uint8Array(400_000)]), 'a.jpg'))

    const outcome = await page.evaluate(
      ([url, path]) =>
        new Promise((resolve) => {
          let highest = 0
          const { wx } = globalThis as unknown as {
            wx: {
              uploadFile(options: object): {
                abort(): void
                onProgressUpdate(listener: (event: { progress: number }) => void): void
              }
            }
          }
          const fail = (failure: { errMsg: string }) => resolve([failure.errMsg, highest])
          const task = wx.uploadFile({ url, filePath: path, name: 'file', fail, success: () => resolve('success') })
          task.onProgressUpdate(({ progress }) => {
            highest = progress
            if (progress >= 49) task.abort()
          })
        }),
      [target.url(), filePath] as const,
    )

    expect(outcome).toEqual(['uploadFile:fail abort', expect.any(Number)])
    expect((outcome as [string, number])[1]).toBeLessThanOrEqual(50)
  })

  it('meets one fault each, in their order, and then none', async () => {
    target.handle = (request, response) => {
      request.resume().on('error', () => undefined)
      request.on('end', () => response.end())
    }
    await meet({ faults: 'expired,reset' })

    expect(await upload()).toMatchObject({ statusCode: 403 })
    expect(await faultsLeft()).toBe('reset')
    expect(await upload()).toMatchObject({ errno: 600001 })
    expect(await upload()).toMatchObject({ statusCode: 200 })
    expect(await faultsLeft()).toBe('')
  })

  it('is a PUT of bytes too, but no other call', async () => {
    await meet({ faults: 'expired' })

    expect(await send(page, 'request', { url: target.url(), method: 'POST' })).toMatchObject({ statusCode: 200 })
    expect(await send(page, 'downloadFile', { url: target.url() })).toMatchObject({ statusCode: 200 })
    expect(await send(page, 'request', { url: target.url(), method: 'PUT' })).toMatchObject({ statusCode: 403 })
  })
})

describe('a service that is stopped', () => {
  it('refuses calls and breaks those under way, while files go out and in', async () => {
    const waits = new Promise<void>((resolve) => {
      target.handle = () => resolve()
    })
    const underWay = send(page, 'request', { url: target.url(), method: 'POST' })
    await waits

    await meet({ service: 'stopped' })
    target.handle = (request, response) => request.resume().on('end', () => response.end())

    expect(await underWay).toMatchObject({ errMsg: 'request:fail -101:net::ERR_CONNECTION_RESET', errno: 600001 })
    expect(await send(page, 'request', { url: target.url() })).toMatchObject({
      errMsg: 'request:fail -102:net::ERR_CONNECTION_REFUSED',
      errno: 600001,
    })
    expect(await upload()).toMatchObject({ statusCode: 200 })
    expect(await send(page, 'downloadFile', { url: target.url() })).toMatchObject({ statusCode: 200 })
    await meet({ service: 'running' })
    expect(await send(page, 'request', { url: target.url() })).toMatchObject({ statusCode: 200 })
  })

  it('is a container that its gateway does not reach', async () => {
    await page.evaluate(() => (globalThis as unknown as { wx: { cloud: { init(): void } } }).wx.cloud.init())
    await meet({ service: 'stopped' })

    expect(await callCloud(page, 'callContainer', { path: '/', config: { env: 'e' }, service: 's' })).toMatchObject({
      errCode: 102002,
    })
  })
})

describe('a phone that is full', () => {
  it("keeps nothing more, with WeChat's words and numbers, and what it has stays", async () => {
    const filePath = await page.evaluate(() => window.preview.addFile(new Blob(['abc']), 'a.jpg'))
    await callWx(page, 'setStorage', { key: 'kept', data: 1 })
    await meet({ storage: 'full' })

    const copy = { srcPath: filePath, destPath: 'wxfile://usr/a.jpg' }
    const failures = [
      await callWx(page, 'setStorage', { key: 'other', data: 1 }),
      await callFiles(page, 'copyFile', copy),
      await callFiles(page, 'saveFile', { tempFilePath: filePath }),
      await callFiles(page, 'writeFile', { filePath: 'wxfile://usr/b.jpg', data: 'b' }),
    ]

    expect(failures.map(({ errMsg, errno }) => [errMsg, errno])).toEqual([
      ['setStorage:fail exceed storage max size 10Mb', undefined],
      ...['copyFile', 'saveFile', 'writeFile'].map((name) => [
        `${name}:fail the maximum size of the file storage limit is exceeded`,
        1300202,
      ]),
    ])
    expect(await callWx(page, 'getStorage', { key: 'kept' })).toMatchObject({ data: 1 })
    await meet({ storage: 'free' })
    expect(await callFiles(page, 'copyFile', copy)).toEqual({ errMsg: 'copyFile:ok' })
  })
})
