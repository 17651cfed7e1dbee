import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ANSWER, ASK, FORWARD_PATH, PROGRESS_PATH } from '../forward-protocol.js'
import { type RunningServer, startServer } from './preview-server.js'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

let preview: RunningServer
let target: Server
let handle: Handler

beforeEach(async () => {
  handle = (_, response) => response.end()
  target = createServer((incoming, response) => handle(incoming, response))
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  preview = await startServer({
    compiledApp: '{}',
    appFolder: tmpdir(),
    pageFolder: tmpdir(),
    albumFolder: tmpdir(),
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    containers: [],
    cloudFiles: undefined,
    appid: '',
  })
})

afterEach(async () => {
  target.closeAllConnections()
  target.close()
  await preview.close()
})

const targetUrl = (path = '/') => `http://127.0.0.1:${(target.address() as AddressInfo).port}${path}`

interface Call {
  readonly url?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  /** Headers of the page's own request, in place of the right ones. */
  readonly page?: Record<string, string>
  readonly body?: RequestInit['body']
}

/** Calls as the page does: same origin, everything else in headers. */
function send({ url = targetUrl(), method = 'POST', headers = {}, page = {}, body = null }: Call): Promise<Response> {
  return fetch(preview.url + FORWARD_PATH.request, {
    method: 'POST',
    headers: {
      origin: preview.url,
      [ASK.target]: url,
      [ASK.method]: method,
      [ASK.headers]: encodeURIComponent(JSON.stringify(headers)),
      [ASK.network]: 'wifi',
      ...page,
    },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })
}

const readBody = async (incoming: IncomingMessage) => Buffer.concat(await incoming.toArray())
const faultOf = (response: Response) => JSON.parse(decodeURIComponent(response.headers.get(ANSWER.fault) ?? 'null'))

describe('forwarding', () => {
  it('sends method, headers and bytes, and gives back status, headers and bytes', async () => {
    const bytes = Buffer.from([0, 255, 1, 254])
    handle = async (incoming, response) => {
      const body = await readBody(incoming)
      response.writeHead(201, { ETag: '"abc"', 'X-Method': `${incoming.method}` }).end(body)
    }

    const response = await send({
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg', 'x-name': 'ö' },
      body: bytes,
    })

    expect(response.status).toBe(201)
    expect(response.headers.get(ANSWER.status)).toBe('201')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    const headers = JSON.parse(decodeURIComponent(response.headers.get(ANSWER.headers) ?? '[]'))
    expect(headers).toEqual(
      expect.arrayContaining([
        ['ETag', '"abc"'],
        ['X-Method', 'PUT'],
      ]),
    )
  })

  it("sends the length, WeChat's referer and the app's content type", async () => {
    let seen: IncomingMessage['headers'] = {}
    handle = (incoming, response) => {
      seen = incoming.headers
      incoming.resume()
      response.end()
    }

    await send({ headers: { 'content-type': 'application/json' }, body: '{"a":1}' })

    expect(seen).toMatchObject({ 'content-length': '7', 'content-type': 'application/json' })
    expect(seen.referer).toMatch(/^https:\/\/servicewechat\.com\/.*\/page-frame\.html$/)
    expect(seen.origin).toBeUndefined()
  })

  it('keeps from the browser what only the app may see', async () => {
    handle = (_, response) => response.writeHead(401, { 'WWW-Authenticate': 'Basic', 'Set-Cookie': 'a=1' }).end()

    const response = await send({})

    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(decodeURIComponent(response.headers.get(ANSWER.headers) ?? '')).toContain('["Set-Cookie","a=1"]')
  })

  it('follows the redirects of a GET', async () => {
    handle = (incoming, response) => {
      if (incoming.url === '/end') return response.end('here')
      return response.writeHead(302, { Location: '/end' }).end()
    }

    const response = await send({ method: 'GET' })

    expect(await response.text()).toBe('here')
  })

  it('follows no redirect to another host, and not for ever', async () => {
    handle = (incoming, response) =>
      response.writeHead(302, { Location: incoming.url === '/out' ? 'https://example.com/' : '/again' }).end()

    expect(faultOf(await send({ method: 'GET', url: targetUrl('/out') }))).toMatchObject({ errno: 600002 })
    expect(faultOf(await send({ method: 'GET' }))).toMatchObject({ errno: 600008 })
  })

  it("hands on a redirect of what had a body, out of the browser's sight", async () => {
    handle = (incoming, response) => {
      incoming.resume()
      response.writeHead(307, { Location: 'https://example.com/' }).end()
    }

    const response = await send({ body: 'bytes' })

    expect(response.status).toBe(200)
    expect(response.headers.get(ANSWER.status)).toBe('307')
    expect(response.headers.get('location')).toBeNull()
  })

  it('streams the body before it is complete', async () => {
    let release: () => void = () => undefined
    const firstPieceArrived = new Promise<void>((resolve) => {
      handle = (incoming, response) => {
        incoming.once('data', () => resolve())
        incoming.on('end', () => response.end('done'))
      }
    })
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(64 * 1024))
        release = () => controller.close()
      },
    })

    const answer = send({ body })
    await firstPieceArrived
    release()

    expect(await (await answer).text()).toBe('done')
  })

  it('hands on an answer that comes before the body was read', async () => {
    handle = (_, response) => response.writeHead(403).end('no')

    const response = await send({ body: Buffer.alloc(8_000_000) })

    expect(response.status).toBe(403)
    expect(await response.text()).toBe('no')
  })

  it('breaks off towards the target when the page gives up', async () => {
    const broken = new Promise<void>((resolve) => {
      handle = (incoming) => incoming.once('close', () => resolve())
    })
    const url = new URL(preview.url + FORWARD_PATH.request)
    const outgoing = request(url, {
      method: 'POST',
      headers: { origin: preview.url, [ASK.target]: targetUrl(), [ASK.method]: 'POST' },
    })
    outgoing.on('error', () => undefined)
    outgoing.write('begin')
    await new Promise<void>((resolve) => target.once('request', () => resolve()))

    outgoing.destroy()

    await broken
  })

  it("says in WeChat's words that nobody listens", async () => {
    const url = targetUrl()
    await new Promise((resolve) => target.close(resolve))

    const response = await send({ url })

    expect(faultOf(response)).toEqual({ reason: '-102:net::ERR_CONNECTION_REFUSED', errno: 600001 })
  })

  it("says in WeChat's words that the connection broke", async () => {
    handle = (incoming) => incoming.socket.destroy()

    const response = await send({})

    expect(faultOf(response)).toEqual({ reason: '-101:net::ERR_CONNECTION_RESET', errno: 600001 })
  })
})

describe('what it refuses', () => {
  it.each([
    'https://example.com/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
  ])('does not call %s', async (url) => {
    const response = await send({ url })

    expect(faultOf(response)).toEqual({ reason: 'url not in domain list', errno: 600002 })
  })

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['the opaque origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ])('does not serve a page of %s', async (_, page) => {
    let wasCalled = false
    handle = (_incoming, response) => {
      wasCalled = true
      response.end()
    }

    const response = await send({ page })

    expect(response.status).toBe(403)
    expect(wasCalled).toBe(false)
  })

  it('does not serve a foreign name that was pointed at this machine', async () => {
    const { hostname, port } = new URL(preview.url)
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path: '/', headers: { host: 'rebound.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })

    expect(status).toBe(403)
  })

  it('answers no preflight, so that no other page can add its headers', async () => {
    const response = await fetch(preview.url + FORWARD_PATH.request, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    })

    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('says what is wrong with a call that is none', async () => {
    const response = await send({ page: { [ASK.target]: 'nonsense' } })

    expect(response.status).toBe(400)
    expect(await response.text()).toContain('absolute URL')
  })

  it.each(['/__app/..%2f..%2fetc%2fpasswd', '/__album/%2e%2e/secret', '/__preview/%00', '/__app/%E0%A4%A'])(
    'serves nothing outside its folders: %s',
    async (path) => {
      const response = await fetch(preview.url + path)

      expect(response.status).toBe(404)
    },
  )
})

describe('a slow network', () => {
  it('holds uploads to its rate and tells how far they are', async () => {
    handle = (incoming, response) => {
      incoming.resume()
      incoming.on('end', () => response.end())
    }
    const events = await fetch(preview.url + PROGRESS_PATH)
    const startedAt = performance.now()

    await (await send({ page: { [ASK.network]: '3g', [ASK.transfer]: '7' }, body: Buffer.alloc(60_000) })).text()
    const durationMs = performance.now() - startedAt

    // 60,000 bytes at 750 kbit/s are 640 ms.
    expect(durationMs).toBeGreaterThan(600)
    const reader = events.body?.getReader()
    const told = new TextDecoder().decode((await reader?.read())?.value)
    expect(JSON.parse(told.split('\n')[0]?.slice('data: '.length) ?? '')).toMatchObject({ transfer: '7' })
    await reader?.cancel()
  })

  it('shares its rate among uploads', async () => {
    handle = (incoming, response) => {
      incoming.resume()
      incoming.on('end', () => response.end())
    }
    const startedAt = performance.now()

    const page = { [ASK.network]: '3g' }
    await Promise.all([1, 2, 3].map(() => send({ page, body: Buffer.alloc(20_000) })))

    expect(performance.now() - startedAt).toBeGreaterThan(600)
  })
})
