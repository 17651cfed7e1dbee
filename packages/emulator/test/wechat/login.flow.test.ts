import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { WechatClient } from './wechat-client.js'

const START_MS = Date.parse('2026-11-20T00:00:00Z')

let nowMs: number
let emulator: Emulator
let wechat: WechatClient

beforeEach(async () => {
  nowMs = START_MS
  emulator = await startEmulator({ now: () => nowMs })
  wechat = new WechatClient(emulator.wechat)
})
afterEach(() => emulator.close())

describe('a login code', () => {
  it('logs its person in with an openid and a session key, and no unionid', async () => {
    const login = await wechat.logIn({ js_code: 'code-li' })

    expect(login).toEqual({
      status: 200,
      openid: expect.stringMatching(/^o[\w-]{27}$/),
      session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    })
  })

  it('gives a person the same openid and another session key each time', async () => {
    const first = await wechat.logIn({ js_code: 'code-小明' })
    const second = await wechat.logIn({ js_code: 'code-小明-2-again' })

    expect(second.openid).toBe(first.openid)
    expect(second.session_key).not.toBe(first.session_key)
  })

  it('gives two people two openids', async () => {
    const li = await wechat.logIn({ js_code: 'code-li' })
    const lin = await wechat.logIn({ js_code: 'code-lin' })

    expect(lin.openid).not.toBe(li.openid)
  })

  it('works once, also for calls at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => wechat.logIn({ js_code: 'code-li-1' })))

    expect(answers.filter((answer) => answer.openid)).toHaveLength(1)
    expect(answers.filter((answer) => answer.errcode === 40163)).toHaveLength(4)
  })

  it.each(['unknown', 'code-', 'code--x', 'xcode-li', 'CODE-li'])('is refused when it is unknown: %s', async (code) => {
    const answer = await wechat.logIn({ js_code: code })

    expect(answer).toMatchObject({ status: 200, errcode: 40029 })
  })

  it('is not spent by a call that is refused for another reason', async () => {
    await wechat.logIn({ js_code: 'code-li-1', secret: 'wrong' })

    const answer = await wechat.logIn({ js_code: 'code-li-1' })

    expect(answer.openid).toBeDefined()
  })

  it('is refused for the hundred-and-first login of a person in a minute, and works in the next', async () => {
    for (let n = 1; n <= 100; n += 1) await wechat.logIn({ js_code: `code-li-${n}` })

    const tooMany = await wechat.logIn({ js_code: 'code-li-101' })
    const other = await wechat.logIn({ js_code: 'code-wang' })
    nowMs += 60_000
    const later = await wechat.logIn({ js_code: 'code-li-101' })

    expect(tooMany.errcode).toBe(45011)
    expect(other.openid).toBeDefined()
    expect(later.openid).toBeDefined()
  })
})

describe('an unknown login code under anyLoginCode', () => {
  it('is the person devtools any number of times, while known codes still work once', async () => {
    const lenient = await startEmulator({ anyLoginCode: true })
    const client = new WechatClient(lenient.wechat)

    const mock = await client.logIn({ js_code: 'the code is a mock one' })
    const again = await client.logIn({ js_code: 'the code is a mock one' })
    const real = await client.logIn({ js_code: '0a3XyzRealLooking' })
    const li = await client.logIn({ js_code: 'code-li' })
    const liAgain = await client.logIn({ js_code: 'code-li' })
    await lenient.close()

    expect(new Set([mock.openid, again.openid, real.openid]).size).toBe(1)
    expect(li.openid).not.toBe(mock.openid)
    expect(liAgain.errcode).toBe(40163)
  })
})

describe('a login call', () => {
  it.each([
    [41002, { appid: undefined }],
    [40013, { appid: 'wxffffffffffffffff' }],
    [41004, { secret: undefined }],
    [40125, { secret: '00000000000000000000000000000000' }],
    [40002, { grant_type: 'client_credential' }],
    [40002, { grant_type: undefined }],
    [41008, { js_code: undefined }],
    [41008, { js_code: '' }],
  ])('is refused with %i for %j', async (errcode, fields) => {
    const answer = await wechat.logIn({ js_code: 'code-li', ...fields })

    expect(answer).toEqual({
      status: 200,
      errcode,
      errmsg: expect.stringMatching(/ rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$/),
    })
  })

  it('gives every refusal a rid of its own', async () => {
    const first = await wechat.logIn({ js_code: 'unknown' })
    const second = await wechat.logIn({ js_code: 'unknown' })

    expect(second.errmsg).not.toBe(first.errmsg)
  })

  it('must be a GET', async () => {
    const answer = await wechat.send('/sns/jscode2session', { method: 'POST' })

    expect(answer).toMatchObject({ status: 200, errcode: 43001 })
  })
})

describe('a session check', () => {
  const sign = (sessionKey = '') => createHmac('sha256', sessionKey).digest('hex')

  it('passes with the newest session key and fails with the one before', async () => {
    const { access_token } = await wechat.stableToken()
    const first = await wechat.logIn({ js_code: 'code-li-1' })
    const second = await wechat.logIn({ js_code: 'code-li-2' })
    const common = { access_token, openid: first.openid }

    const newest = await wechat.checkSession({ ...common, signature: sign(second.session_key) })
    const stale = await wechat.checkSession({ ...common, signature: sign(first.session_key) })

    expect(newest).toMatchObject({ status: 200, errcode: 0 })
    expect(stale.errcode).toBe(87009)
  })

  it('is refused for a person who never logged in', async () => {
    const { access_token } = await wechat.stableToken()

    const answer = await wechat.checkSession({ access_token, openid: 'oNobody', signature: sign() })

    expect(answer.errcode).toBe(40003)
  })

  it('is refused for another signature method', async () => {
    const { access_token } = await wechat.stableToken()

    const answer = await wechat.checkSession({ access_token, openid: 'oNobody', sig_method: 'md5' })

    expect(answer.errcode).toBe(40097)
  })
})

it.each(['/sns/unknown', '//', '//sns/jscode2session'])(
  'answers an unknown path with an errcode too: %s',
  async (path) => {
    const answer = await wechat.get(path)

    expect(answer).toMatchObject({ status: 200, errcode: 40066 })
  },
)
