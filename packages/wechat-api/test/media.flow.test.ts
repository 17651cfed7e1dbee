import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { createMediaStore, createProcessGuard, createWechatTokens, type MediaStore } from '../src/index.js'

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200_000, 7)])
const EMPTY = Buffer.alloc(0)

let emulator: Emulator
const servers: Server[] = []

beforeEach(async () => {
  emulator = await startEmulator()
})
afterEach(async () => {
  await emulator.close()
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** Media of the emulator's service account, at another address where a test wants one. */
function mediaAt(baseUrl = emulator.wechat.endpoint): MediaStore {
  const app = { ...emulator.wechat.official, baseUrl: emulator.wechat.endpoint }
  return createMediaStore({ baseUrl, tokens: createWechatTokens(app, { guard: createProcessGuard() }) })
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('media', () => {
  it('come as they were given, with their length and first bytes', async () => {
    const { byteLength, prefix, body } = await mediaAt().open(emulator.media.add({ bytes: JPEG }))

    expect(byteLength).toBe(JPEG.length)
    expect(JPEG.subarray(0, prefix.length)).toEqual(prefix)
    expect(prefix.length).toBeGreaterThanOrEqual(16)
    expect(await buffer(body)).toEqual(JPEG)
  })

  it('come without a length where WeChat tells none', async () => {
    const { byteLength, body } = await mediaAt().open(emulator.media.add({ bytes: JPEG, hasLength: false }))

    expect(byteLength).toBeUndefined()
    expect(await buffer(body)).toEqual(JPEG)
  })

  it('are told by their bytes, not by what WeChat calls them', async () => {
    const mediaId = emulator.media.add({ bytes: JPEG, contentType: 'text/plain' })

    expect(await buffer((await mediaAt().open(mediaId)).body)).toEqual(JPEG)
  })

  it('of no byte have an end', async () => {
    const { byteLength, prefix, body } = await mediaAt().open(emulator.media.add({ bytes: EMPTY }))

    expect([byteLength, prefix, await buffer(body)]).toEqual([0, EMPTY, EMPTY])
  })
})

describe('what is no picture', () => {
  it('is MEDIA_NOT_FOUND where the id was invented', async () => {
    const error = await failureOf(mediaAt().open('invented'))

    expect(error).toMatchObject({ code: 'MEDIA_NOT_FOUND', cause: { wechatErrcode: 40007, rid: expect.any(String) } })
  })

  it.each([
    ['a video', { kind: 'video' as const, bytes: JPEG }],
    ['a file that begins like JSON', { bytes: Buffer.from('{"layers":[]}') }],
    ['a long file that begins like JSON', { bytes: Buffer.from(`{${' '.repeat(100_000)}`) }],
  ])('is refused: %s', async (_, media) => {
    const error = await failureOf(mediaAt().open(emulator.media.add(media)))

    expect(error).toMatchObject({ code: 'PHOTO_TYPE_UNSUPPORTED' })
  })

  it.each<[string, RequestListener]>([
    ['a page under 200', (_, response) => response.setHeader('content-type', 'text/html').end('<html>')],
    ['a page under 502', (_, response) => response.writeHead(502).end('<html>')],
    ['bytes that name no file', (_, response) => response.end(JPEG)],
    ['JSON that says nothing', (_, response) => response.end('{}')],
    ['half of a refusal', (_, response) => response.end('{"errcode":40007')],
    ['nothing', (_, response) => response.end()],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['a broken connection', (_, response) => response.destroy()],
  ])('may be WeChat in another hour: %s', async (_, listener) => {
    const error = await failureOf(mediaAt(await serve(listener)).open('m'))

    expect(error).toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })
})

describe('a token that WeChat refuses', () => {
  it.each(['40001', '42001', '40014'])('is replaced once: %s', async (code) => {
    const mediaId = emulator.media.add({ bytes: JPEG })
    emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code }, times: 1 })

    expect(await buffer((await mediaAt().open(mediaId)).body)).toEqual(JPEG)
  })

  it('is replaced no second time', async () => {
    const mediaId = emulator.media.add({ bytes: JPEG })
    emulator.faults.add({ service: 'wechat', targetContains: '/media/get', fault: { code: '40001' } })

    const error = await failureOf(mediaAt().open(mediaId))

    expect(error).toMatchObject({ code: 'INTERNAL', cause: { wechatErrcode: 40001 } })
    expect(emulator.faults.list()).toMatchObject([{ met: 2 }])
  })
})

describe('a connection', () => {
  const head = { 'content-length': 1_000, 'content-disposition': 'attachment; filename="m.jpg"' }

  it('that breaks before the end is no whole picture', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, head).write(JPEG.subarray(0, 500), () => response.destroy())
    })

    const { body } = await mediaAt(url).open('m')

    expect(await failureOf(buffer(body))).toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('on which nothing comes is given up, at its beginning and in the middle', async () => {
    const silent = await serve(() => {})
    const halfWay = await serve((_, response) => void response.writeHead(200, head).write(JPEG.subarray(0, 500)))

    expect(await failureOf(mediaAt(silent).open('m', { connectWithinMs: 100 }))).toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
    })
    const { body } = await mediaAt(halfWay).open('m', { silenceMs: 100 })
    expect(await failureOf(buffer(body))).toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('that drips is given up when the time for the whole is over', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, head).write(JPEG.subarray(0, 100))
      const drip = setInterval(() => response.write('.'), 20)
      response.once('close', () => clearInterval(drip))
    })

    const { body } = await mediaAt(url).open('m', { wholeWithinMs: 1_500 })

    expect(await failureOf(buffer(body))).toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('ends where the caller says so, or takes no byte', async () => {
    const closed = Promise.withResolvers<void>()
    const url = await serve((_, response) => {
      response.writeHead(200, head).write(JPEG.subarray(0, 500))
      response.once('close', () => closed.resolve())
    })
    const stop = new AbortController()

    const cancelled = await mediaAt(url).open('m', { signal: stop.signal })
    const read = failureOf(buffer(cancelled.body))
    stop.abort()
    expect(await read).toMatchObject({ code: 'CANCELLED' })

    const { body } = await mediaAt(url).open('m')
    body.destroy()
    await closed.promise
  })
})

it('no error tells the token', async () => {
  const url = await serve((request, response) => {
    response.end(JSON.stringify({ errcode: 48001, errmsg: `${request.url} rid: 5f1a-2b-3c` }))
  })
  const gone = await failureOf(mediaAt(await serve((_, response) => response.destroy())).open('m'))
  const refused = await failureOf(mediaAt(url).open('m'))

  expect(refused).toMatchObject({ code: 'INTERNAL' })
  for (const error of [gone, refused])
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('access_token=')
})
