import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createWechatLogin, type WechatLogin } from '../src/index.js'

const SECRET = 'b7e23ec29af22b0b4e41da31e868d572'
const LOGIN_CODE = '0e3Xyz000abcDEF1qZ100Uvwx3Xyz00'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

describe('an answer', () => {
  it('is read whatever its Content-Type says', async () => {
    const login = await loginAt((_, response) => {
      response.setHeader('Content-Type', 'text/plain')
      response.end('{"errcode":0,"openid":"o1","session_key":"k","unionid":"u1"}')
    })

    await expect(login(LOGIN_CODE)).resolves.toEqual({ openid: 'o1', unionid: 'u1' })
  })

  it.each([
    [200, '<html>gateway</html>'],
    [200, '[]'],
    [200, 'null'],
    [200, '{}'],
    [200, '{"openid":""}'],
    [404, 'not found'],
    [500, '{"openid":"o1"}'],
    [503, ''],
  ])('is not taken for a login where it is %i %s', async (status, body) => {
    const login = await loginAt((_, response) => response.writeHead(status).end(body))

    await expect(login(LOGIN_CODE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('that breaks off is not taken for a login', async () => {
    const login = await loginAt((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 }).write('{"openid":"o1"', () => response.destroy())
    })

    await expect(login(LOGIN_CODE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('comes on the third try where the connection was cut twice', async () => {
    let requests = 0
    const login = await loginAt((request, response) => {
      requests += 1
      if (requests < 3) request.destroy()
      else response.end('{"openid":"o1"}')
    })

    await expect(login(LOGIN_CODE)).resolves.toEqual({ openid: 'o1' })
  })

  it('that never ends is given up in time', async () => {
    const login = await loginAt((_, response) => void response.writeHead(200).write('{'), { answerWithinMs: 300 })

    await expect(login(LOGIN_CODE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('that points elsewhere is not followed, because the query holds our secret', async () => {
    const visitors: string[] = []
    const elsewhere = await serve((request, response) => {
      visitors.push(request.url ?? '')
      response.end('{"openid":"o1"}')
    })
    const login = await loginAt((request, response) => {
      response.writeHead(302, { Location: `${elsewhere}${request.url}` }).end()
    })

    await expect(login(LOGIN_CODE)).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
    expect(visitors).toEqual([])
  })
})

describe('an error', () => {
  it.each<[string, RequestListener]>([
    ['a refusal that repeats the request', (request, response) => response.end(refusal(request.url))],
    ['a page that repeats the request', (request, response) => response.writeHead(502).end(request.url)],
    ['a cut connection', (request) => request.destroy()],
    ['no answer', () => {}],
  ])('after %s holds neither the secret nor the code', async (_, answer) => {
    const login = await loginAt(answer, { answerWithinMs: 2_000, tryWithinMs: 100 })

    const error = await login(LOGIN_CODE).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ name: 'AppError' })
    const text = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain(LOGIN_CODE)
  })
})

describe('a login service', () => {
  it.each(['api.weixin.qq.com', 'ftp://api.weixin.qq.com'])('is refused at %s', (baseUrl) => {
    expect(() => createWechatLogin({ appid: 'wx1', secret: SECRET, baseUrl })).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    )
  })
})

async function loginAt(
  answer: RequestListener,
  limits: Parameters<typeof createWechatLogin>[1] = {},
): Promise<WechatLogin> {
  return createWechatLogin({ appid: 'wx0123456789abcdef', secret: SECRET, baseUrl: await serve(answer) }, limits)
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function refusal(target: string | undefined): string {
  return JSON.stringify({ errcode: 40013, errmsg: `invalid appid, hint: [${target}] rid: 5f1a-2b-3c` })
}
