import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from '@jest/globals'
import {
  createCloudStorageApi,
  createEnvironmentStorageApi,
  createOpenInterfaceChannel,
  createTokenChannel,
  createWechatLogin,
  createWechatTokens,
  type WechatLogin,
  type WechatTokens,
} from '../src/index.js'

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
    [204, ''],
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

  it('that stands still half way costs one try, not all', async () => {
    let requests = 0
    const login = await loginAt(
      (_, response) => {
        requests += 1
        if (requests === 1) response.writeHead(200).write('{')
        else response.end('{"openid":"o1"}')
      },
      { tryWithinMs: 300 },
    )

    await expect(login(LOGIN_CODE)).resolves.toEqual({ openid: 'o1' })
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

describe('a token', () => {
  it.each([
    '{}',
    '{"access_token":"","expires_in":7200}',
    '{"access_token":"t"}',
    '{"access_token":"t","expires_in":"7200"}',
    '{"access_token":"t","expires_in":-1}',
    '{"access_token":7,"expires_in":7200}',
  ])('is not taken from %s', async (body) => {
    const tokens = tokensAt(await serve((_, response) => response.end(body)))

    await expect(tokens.get()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('with a second left serves, and the next is fetched before its end', async () => {
    let nowMs = 0
    let fetches = 0
    const baseUrl = await serve((_, response) => {
      fetches += 1
      response.end(JSON.stringify({ access_token: `t${fetches}`, expires_in: fetches === 1 ? 1 : 7_200 }))
    })
    const tokens = tokensAt(baseUrl, () => nowMs)

    const first = await tokens.get()
    nowMs += 499
    const second = await tokens.get()
    nowMs += 1
    const third = await tokens.get()

    expect([first, second, third]).toEqual(['t1', 't1', 't2'])
    expect(fetches).toBe(2)
  })

  it('with nothing left is passed over for the next', async () => {
    let fetches = 0
    const baseUrl = await serve((_, response) => {
      fetches += 1
      response.end(JSON.stringify({ access_token: `t${fetches}`, expires_in: fetches === 1 ? 0 : 7_200 }))
    })

    expect(await tokensAt(baseUrl).get()).toBe('t2')
  })

  it('is never handed out where all that come have ended', async () => {
    const tokens = tokensAt(await serve((_, response) => response.end('{"access_token":"t","expires_in":0}')))

    await expect(tokens.get()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('that is forced and comes back the same is not handed out', async () => {
    const tokens = tokensAt(await serve((_, response) => response.end('{"access_token":"t","expires_in":7200}')))

    await expect(tokens.refused(await tokens.get())).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      message: expect.stringContaining('the same token'),
    })
  })
})

describe('the storage', () => {
  const FILE = 'cloud://env-1.7465-env-1-125/a.jpg'
  const forAnHour = (cloudFileId: string) => ({ cloudFileId, ttlSeconds: 3_600 })

  it.each([
    '{"errcode":0,"errmsg":"ok"}',
    '{"errcode":0,"url":"https://cos","token":"t","authorization":"a","file_id":"f"}',
    '{"errcode":0,"url":"https://cos","token":"","authorization":"a","file_id":"f","cos_file_id":"c"}',
    '{"errcode":0,"url":"cos/a.jpg","token":"t","authorization":"a","file_id":"f","cos_file_id":"c"}',
    '{"errcode":0,"url":"file:///a.jpg","token":"t","authorization":"a","file_id":"f","cos_file_id":"c"}',
  ])('has no upload link in %s', async (body) => {
    await expect((await storageWith(body)).uploadLink('a.jpg')).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it.each([
    '{"errcode":0,"errmsg":"ok"}',
    '{"errcode":0,"file_list":{}}',
    '{"errcode":0,"file_list":[null,"x",{"fileid":"cloud://another","download_url":"https://l","status":0}]}',
    `{"errcode":0,"file_list":[{"fileid":"${FILE}","download_url":"https://l"}]}`,
    `{"errcode":0,"file_list":[{"fileid":"${FILE}","status":0}]}`,
    `{"errcode":0,"file_list":[{"fileid":"${FILE}","status":0,"download_url":""}]}`,
    `{"errcode":0,"file_list":[{"fileid":"${FILE}","status":0,"download_url":"l/a.jpg"}]}`,
    `{"errcode":0,"file_list":[{"fileid":"${FILE}","status":0,"download_url":"file:///a.jpg"}]}`,
  ])('has no link in %s', async (body) => {
    expect(await (await storageWith(body)).downloadLinks([forAnHour(FILE)])).toMatchObject([
      { cloudFileId: FILE, error: { code: 'WECHAT_UNAVAILABLE' } },
    ])
  })

  it('has not deleted what the answer does not name', async () => {
    const storage = await storageWith('{"errcode":0,"errmsg":"ok","delete_list":[]}')

    expect(await storage.deleteFiles([FILE])).toMatchObject([{ error: { code: 'WECHAT_UNAVAILABLE' } }])
  })

  it('finds each link whatever the order of the answer', async () => {
    const other = `${FILE}.png`
    const item = (fileid: string) => `{"fileid":"${fileid}","download_url":"https://l/${fileid.slice(-3)}","status":0}`
    const storage = await storageWith(`{"errcode":0,"file_list":[${item(other)},${item(FILE)}]}`)

    expect(await storage.downloadLinks([FILE, other, FILE].map(forAnHour))).toEqual([
      { cloudFileId: FILE, url: 'https://l/jpg' },
      { cloudFileId: other, url: 'https://l/png' },
      { cloudFileId: FILE, url: 'https://l/jpg' },
    ])
  })
})

describe('the environment', () => {
  it.each([
    '{}',
    '{"TmpSecretId":"i","TmpSecretKey":"k","Token":"t"}',
    '{"TmpSecretId":"i","TmpSecretKey":"k","Token":"t","ExpiredTime":"soon"}',
    '{"TmpSecretId":"i","TmpSecretKey":"","Token":"t","ExpiredTime":1795132800}',
  ])('has no key in %s', async (body) => {
    await expect((await environmentWith(body)).temporaryKey()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it.each(['1795132800', '"1795132800"'])('tells the end of its key as %s', async (expiredTime) => {
    const environment = await environmentWith(
      `{"TmpSecretId":"i","TmpSecretKey":"k","Token":"t","ExpiredTime":${expiredTime}}`,
    )

    expect((await environment.temporaryKey()).expiresAt).toEqual(new Date('2026-11-20T00:00:00Z'))
  })

  it.each([
    '{"errcode":0,"errmsg":"ok"}',
    '{"errcode":0,"respdata":{"x_cos_meta_field_strs":["m1"]}}',
    '{"errcode":0,"respdata":{"x_cos_meta_field_strs":["m1",""]}}',
    '{"errcode":0,"respdata":{"x_cos_meta_field_strs":["m1","m2","m3"]}}',
  ])('has no meta ids for two keys in %s', async (body) => {
    const environment = await environmentWith(body)

    await expect(environment.metaIds({ bucket: 'b-1', openid: '', keys: ['a', 'b'] })).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
    })
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

  it('takes an address out of a refusal, and nothing else', async () => {
    const login = await loginAt((request, response) => {
      response.end(
        JSON.stringify({
          errcode: 40164,
          errmsg: `invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist ${request.url} rid: 5f1a-2b-3c`,
        }),
      )
    })

    const error = await login(LOGIN_CODE).catch((reason: unknown) => reason)

    expect(error).toMatchObject({
      message: expect.stringContaining('The address is 203.0.113.9.'),
      cause: { refusedAddress: '203.0.113.9' },
    })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(SECRET)
  })

  it('takes no address from a text that has none', async () => {
    const login = await loginAt((_, response) => response.end('{"errcode":40164,"errmsg":"invalid ip face, sorry"}'))

    const error = await login(LOGIN_CODE).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ cause: { wechatErrcode: 40164 } })
    expect(error).not.toHaveProperty('cause.refusedAddress', expect.anything())
  })
})

describe('a service', () => {
  it.each(['api.weixin.qq.com', 'ftp://api.weixin.qq.com'])('is refused at %s', (baseUrl) => {
    const refused = expect.objectContaining({ code: 'INTERNAL' })
    const tokens = tokensAt('http://127.0.0.1')

    expect(() => createWechatLogin({ appid: 'wx1', secret: SECRET, baseUrl })).toThrow(refused)
    expect(() => tokensAt(baseUrl)).toThrow(refused)
    expect(() => createTokenChannel({ baseUrl, tokens })).toThrow(refused)
    expect(() => createOpenInterfaceChannel({ baseUrl })).toThrow(refused)
  })
})

function tokensAt(baseUrl: string, now: () => number = Date.now): WechatTokens {
  const guard = { claim: async () => true }
  return createWechatTokens({ appid: 'wx0123456789abcdef', secret: SECRET, baseUrl }, { guard, now })
}

async function storageWith(body: string): Promise<ReturnType<typeof createCloudStorageApi>> {
  const baseUrl = await serve((request, response) => {
    response.end(request.url?.startsWith('/tcb/') ? body : '{"access_token":"t","expires_in":7200}')
  })
  return createCloudStorageApi(createTokenChannel({ baseUrl, tokens: tokensAt(baseUrl) }), 'env-1')
}

async function environmentWith(body: string): Promise<ReturnType<typeof createEnvironmentStorageApi>> {
  const baseUrl = await serve((_, response) => response.end(body))
  return createEnvironmentStorageApi(createOpenInterfaceChannel({ baseUrl }))
}

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
