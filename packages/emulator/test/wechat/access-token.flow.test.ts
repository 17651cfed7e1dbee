import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { WechatClient } from './wechat-client.js'

/** Midnight in Beijing, where WeChat's days begin. */
const MIDNIGHT_MS = Date.parse('2026-11-20T00:00:00+08:00')
const DAY_MS = 86_400_000

let nowMs: number
let emulator: Emulator
let wechat: WechatClient

beforeEach(async () => {
  nowMs = MIDNIGHT_MS
  emulator = await startEmulator({ now: () => nowMs })
  wechat = new WechatClient(emulator.wechat)
})
afterEach(() => emulator.close())

/** 40003 says that the token passed: the person is looked at after it. */
const TOKEN_ACCEPTED = 40003
const judge = async (access_token?: string) => (await wechat.checkSession({ access_token, openid: 'oNobody' })).errcode

describe('/cgi-bin/stable_token', () => {
  it('gives the same token with the seconds that remain', async () => {
    const first = await wechat.stableToken()
    nowMs += 1_000_500
    const second = await wechat.stableToken()

    expect(first).toEqual({ status: 200, access_token: expect.stringMatching(/^\S{100,512}$/), expires_in: 7200 })
    expect(second).toEqual({ ...first, expires_in: 6199 })
  })

  it('gives a new token in the last five minutes, while the old one works to its end', async () => {
    const first = await wechat.stableToken()
    nowMs += 6_900_000
    const second = await wechat.stableToken()

    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(7200)
    expect(await judge(first.access_token)).toBe(TOKEN_ACCEPTED)
  })

  it('kills the old token when it is forced to give a new one', async () => {
    const first = await wechat.stableToken()
    const forced = await wechat.stableToken({ force_refresh: true })
    const after = await wechat.stableToken({ force_refresh: false })

    expect(forced.access_token).not.toBe(first.access_token)
    expect(after.access_token).toBe(forced.access_token)
    expect(await judge(first.access_token)).toBe(40001)
    expect(await judge(forced.access_token)).toBe(TOKEN_ACCEPTED)
  })

  it('refuses to be forced twice in 30 seconds', async () => {
    await wechat.stableToken({ force_refresh: true })
    nowMs += 29_999
    const tooSoon = await wechat.stableToken({ force_refresh: true })
    nowMs += 1
    const inTime = await wechat.stableToken({ force_refresh: true })

    expect(tooSoon.errcode).toBe(45011)
    expect(inTime.access_token).toBeDefined()
  })

  it('refuses to be forced for the 21st time in a day of Beijing, and only that', async () => {
    for (let n = 1; n <= 20; n += 1) {
      await wechat.stableToken({ force_refresh: true })
      nowMs += 30_000
    }
    const tooMany = await wechat.stableToken({ force_refresh: true })
    const normal = await wechat.stableToken()
    nowMs = MIDNIGHT_MS + DAY_MS
    const nextDay = await wechat.stableToken({ force_refresh: true })

    expect(tooMany.errcode).toBe(45009)
    expect(normal.access_token).toBeDefined()
    expect(nextDay.access_token).toBeDefined()
  })

  it.each([
    [40002, { grant_type: 'authorization_code' }],
    [41002, { appid: undefined }],
    [41002, { appid: 5 }],
    [40013, { appid: 'wxffffffffffffffff' }],
    [41004, { secret: undefined }],
    [40125, { secret: 'wrong' }],
  ])('refuses with %i for %j', async (errcode, fields) => {
    const answer = await wechat.stableToken(fields)

    expect(answer).toEqual({ status: 200, errcode, errmsg: expect.stringContaining(' rid: ') })
  })

  it.each([
    [44002, ''],
    [47001, 'appid=wx&secret=s'],
    [47001, '"text"'],
    [47001, 'null'],
    [47001, JSON.stringify({ filler: 'x'.repeat(1_100_000) })],
  ])('refuses with %i a body that is no JSON object (%#)', async (errcode, body) => {
    const answer = await wechat.send('/cgi-bin/stable_token', { method: 'POST', body })

    expect(answer).toMatchObject({ status: 200, errcode })
  })

  it('must be a POST', async () => {
    const answer = await wechat.get('/cgi-bin/stable_token')

    expect(answer).toMatchObject({ status: 200, errcode: 43002 })
  })
})

describe('/cgi-bin/token', () => {
  it('gives a new token for each call; the one before works for five more minutes', async () => {
    const first = await wechat.plainToken()
    const second = await wechat.plainToken()

    expect(second).toEqual({ status: 200, access_token: expect.any(String), expires_in: 7200 })
    expect(second.access_token).not.toBe(first.access_token)
    nowMs += 299_999
    expect(await judge(first.access_token)).toBe(TOKEN_ACCEPTED)
    nowMs += 1
    expect(await judge(first.access_token)).toBe(42001)
    expect(await judge(second.access_token)).toBe(TOKEN_ACCEPTED)
  })

  it('does not touch the token of stable_token, nor is touched by it', async () => {
    const stable = await wechat.stableToken()
    const plain = await wechat.plainToken()
    const forced = await wechat.stableToken({ force_refresh: true })

    expect(await judge(plain.access_token)).toBe(TOKEN_ACCEPTED)
    expect(await judge(stable.access_token)).toBe(40001)
    expect(await judge(forced.access_token)).toBe(TOKEN_ACCEPTED)
  })

  it.each([
    [40002, { grant_type: undefined }],
    [40013, { appid: 'wxffffffffffffffff' }],
    [41004, { secret: '' }],
    [40125, { secret: 'wrong' }],
  ])('refuses with %i for %j', async (errcode, fields) => {
    const answer = await wechat.plainToken(fields)

    expect(answer).toMatchObject({ status: 200, errcode })
  })
})

describe('an access token', () => {
  it('expires after two hours', async () => {
    const { access_token } = await wechat.stableToken()

    nowMs += 7_199_999
    expect(await judge(access_token)).toBe(TOKEN_ACCEPTED)
    nowMs += 1
    expect(await judge(access_token)).toBe(42001)
  })

  it('is told apart when missing, malformed and unknown', async () => {
    const { access_token = '' } = await wechat.stableToken()
    const unknown = access_token.slice(0, -1) + (access_token.endsWith('A') ? 'B' : 'A')

    expect(await judge(undefined)).toBe(41001)
    expect(await judge('null')).toBe(40014)
    expect(await judge(unknown)).toBe(40001)
  })
})
