import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'

const CALLBACK = 'http://127.0.0.1:3000/back'

let nowMs: number
let emulator: Emulator
beforeEach(async () => {
  nowMs = Date.parse('2026-11-28T00:00:00Z')
  emulator = await startEmulator({ now: () => nowMs })
})
afterEach(() => emulator.close())

async function authorize(change: Record<string, string> = {}, order?: string[]) {
  const { endpoint, official } = emulator.wechat
  const asked: Record<string, string> = {
    appid: official.appid,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'abc123',
    ...change,
  }
  const query = new URLSearchParams(
    (order ?? Object.keys(asked)).map((name): [string, string] => [name, asked[name] ?? '']),
  )
  const answer = await fetch(`${endpoint}/connect/oauth2/authorize?${query.toString()}`, { redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}

const codeOf = async (change?: Record<string, string>) =>
  new URL((await authorize(change)).location).searchParams.get('code') ?? ''

async function ask(path: string, query: Record<string, string>) {
  const answer = await fetch(`${emulator.wechat.endpoint}${path}?${new URLSearchParams(query).toString()}`)
  return (await answer.json()) as Record<string, unknown>
}

const exchange = (code: string, change: Record<string, string> = {}) =>
  ask('/sns/oauth2/access_token', { ...emulator.wechat.official, code, grant_type: 'authorization_code', ...change })

describe('the page of authorisation', () => {
  it('sends the browser back with a code and its state', async () => {
    const { status, location } = await authorize()

    expect(status).toBe(302)
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:3000\/back\?code=[0-9a-f]{32}&state=abc123$/)
  })

  it.each<[string, Record<string, string>]>([
    ['another appid', { appid: 'wx1' }],
    ['a host that is no 网页授权域名', { redirect_uri: 'https://evil.example/' }],
    ['a way back that is no web address', { redirect_uri: 'javascript:alert(1)' }],
    ['another response type', { response_type: 'token' }],
    ['an unknown scope', { scope: 'snsapi_login' }],
    ['a state of other letters', { state: 'a-b' }],
    ['a state that is too long', { state: 'a'.repeat(129) }],
  ])('shows an error for %s', async (_, change) => {
    expect(await authorize(change)).toMatchObject({ status: 200, location: '', text: expect.stringMatching(/refuses/) })
  })

  it('shows an error for parameters in another order', async () => {
    const order = ['redirect_uri', 'appid', 'response_type', 'scope', 'state']

    expect(await authorize({}, order)).toMatchObject({ status: 200, location: '' })
  })

  it('comes back without a code where the person refuses what they are asked', async () => {
    emulator.settings.change({ webPersonRefuses: true })

    expect((await authorize({ scope: 'snsapi_userinfo' })).location).toBe(`${CALLBACK}?state=abc123`)
    expect(await codeOf()).not.toBe('')
  })
})

describe('an exchange of a code', () => {
  it('tells the person of the settings, the same each time', async () => {
    const first = await exchange(await codeOf())
    const second = await exchange(await codeOf())
    emulator.settings.change({ webPerson: 'xiaohong' })
    const other = await exchange(await codeOf())

    expect(first).toMatchObject({ openid: expect.stringMatching(/^o[\w-]{27}$/), scope: 'snsapi_base' })
    expect(second['openid']).toBe(first['openid'])
    expect(other['openid']).not.toBe(first['openid'])
    expect(first).not.toHaveProperty('is_snapshotuser')
  })

  it('marks a made-up person of snapshot mode', async () => {
    emulator.settings.change({ webSnapshot: true })

    const [one, two] = [await exchange(await codeOf()), await exchange(await codeOf())]

    expect(one).toMatchObject({ is_snapshotuser: 1 })
    expect(one['openid']).not.toBe(two['openid'])
  })

  it('tells a unionid where the person was asked, the same as with logins of the mini-program, and none unless set', async () => {
    const userinfo = { scope: 'snsapi_userinfo' }
    expect(await exchange(await codeOf(userinfo))).not.toHaveProperty('unionid')
    emulator.settings.change({ unionid: 'userinfo' })

    const asked = await exchange(await codeOf(userinfo))
    const { appid, secret } = emulator.wechat
    const login = { appid, secret, js_code: 'code-xiaoming', grant_type: 'authorization_code' }
    const miniProgram = await ask('/sns/jscode2session', login)

    expect(asked['unionid']).toMatch(/^u[\w-]{27}$/)
    expect(miniProgram['unionid']).toBe(asked['unionid'])
    expect(miniProgram['openid']).not.toBe(asked['openid'])
    expect(await exchange(await codeOf())).not.toHaveProperty('unionid')
    emulator.settings.change({ unionid: 'always' })
    expect((await exchange(await codeOf()))['unionid']).toBe(asked['unionid'])
  })

  it('refuses a code that was used, that is five minutes old and that never was', async () => {
    const used = await codeOf()
    await exchange(used)
    const old = await codeOf()
    nowMs += 300_000

    expect(await exchange(used)).toMatchObject({ errcode: 40029 })
    expect(await exchange(old)).toMatchObject({ errcode: 40029 })
    expect(await exchange('x')).toMatchObject({ errcode: 40029 })
    const fresh = await codeOf()
    await exchange(fresh)
    expect(await exchange(fresh)).toMatchObject({ errcode: 40163 })
  })

  it.each<[Record<string, string>, number]>([
    [{ secret: 'wrong' }, 40125],
    [{ secret: '' }, 41004],
    [{ appid: 'wx1' }, 40013],
    [{ appid: '' }, 41002],
    [{ grant_type: 'x' }, 40002],
    [{ code: '' }, 41008],
  ])('refuses %j', async (change, errcode) => {
    expect(await exchange(await codeOf(), change)).toMatchObject({ errcode })
  })

  it('opens what the person has agreed to show, and no more', async () => {
    const silent = await exchange(await codeOf())
    const asked = await exchange(await codeOf({ scope: 'snsapi_userinfo' }))
    const userinfo = ({ access_token, openid }: Record<string, unknown>) =>
      ask('/sns/userinfo', { access_token: String(access_token), openid: String(openid) })

    expect(await userinfo(silent)).toMatchObject({ errcode: 48001 })
    expect(await userinfo(asked)).toMatchObject({ openid: asked['openid'], nickname: 'xiaoming' })
    expect(await userinfo({ ...asked, openid: 'other' })).toMatchObject({ errcode: 40003 })
  })
})

describe('the ticket of the JS-SDK', () => {
  async function tokenOf(account: { appid: string; secret: string }) {
    const { appid, secret } = account
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const answer = await fetch(`${emulator.wechat.endpoint}/cgi-bin/stable_token`, { method: 'POST', body })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const ticket = async (access_token: string, type = 'jsapi') =>
    ask('/cgi-bin/ticket/getticket', { access_token, type })

  it('is the same while it lives, always with its whole life, and another afterwards', async () => {
    const token = await tokenOf(emulator.wechat.official)
    const first = await ticket(token)
    nowMs += 7_000_000
    const second = await ticket(token)
    nowMs += 200_000
    const third = await ticket(await tokenOf(emulator.wechat.official))

    expect(first).toMatchObject({ errcode: 0, ticket: expect.stringMatching(/^\S+$/), expires_in: 7_200 })
    expect(second).toEqual(first)
    expect(third['ticket']).not.toBe(first['ticket'])
  })

  it("is not given for the mini-program's token, nor without one", async () => {
    expect(await ticket(await tokenOf(emulator.wechat))).toMatchObject({ errcode: 40001 })
    expect(await ticket('')).toMatchObject({ errcode: 41001 })
    expect(await ticket(await tokenOf(emulator.wechat.official), 'card')).toMatchObject({ errcode: 40097 })
  })
})
