import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { WechatClient } from './wechat-client.js'

let nowMs: number
let emulator: Emulator
let wechat: WechatClient

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T00:00:00+08:00')
  emulator = await startEmulator({ now: () => nowMs })
  wechat = new WechatClient(emulator.wechat)
})
afterEach(() => emulator.close())

const errcodes = async (calls: (() => Promise<{ errcode?: number }>)[]) => {
  const codes: number[] = []
  for (const call of calls) codes.push((await call()).errcode ?? 0)
  return codes
}
const plain = () => wechat.plainToken()
const stable = () => wechat.stableToken()
const forced = () => wechat.stableToken({ force_refresh: true })

describe('a quota of calls', () => {
  it('of /cgi-bin/token ends with 45009 until the next day of Beijing', async () => {
    emulator.settings.change({ plainTokenCallsPerDay: 2 })

    expect(await errcodes([plain, plain, plain])).toEqual([0, 0, 45009])
    nowMs += 86_400_000
    expect(await errcodes([plain])).toEqual([0])
  })

  it('of stable_token ends with 45011 until the next minute, with 45009 until the next day', async () => {
    emulator.settings.change({ stableTokenCallsPerMinute: 2, stableTokenCallsPerDay: 3 })

    expect(await errcodes([stable, stable, stable])).toEqual([0, 0, 45011])
    nowMs += 60_000
    expect(await errcodes([stable, stable])).toEqual([0, 45009])
    nowMs += 86_400_000
    expect(await errcodes([stable])).toEqual([0])
  })

  it('of forced calls ends with 45009 and leaves plain ones alone', async () => {
    emulator.settings.change({ forcedTokenCallsPerDay: 1, forcedTokenIntervalSeconds: 0 })

    expect(await errcodes([forced, forced, stable])).toEqual([0, 45009, 0])
  })

  it('can be raised after it was met', async () => {
    emulator.settings.change({ plainTokenCallsPerDay: 0 })
    const before = await errcodes([plain])
    emulator.settings.change({ plainTokenCallsPerDay: 1 })

    expect([...before, ...(await errcodes([plain]))]).toEqual([45009, 0])
  })
})

it('asks for the interval of the settings between forced calls', async () => {
  emulator.settings.change({ forcedTokenIntervalSeconds: 5 })
  await forced()

  nowMs += 4_999
  const tooSoon = await errcodes([forced])
  nowMs += 1

  expect([...tooSoon, ...(await errcodes([forced]))]).toEqual([45011, 0])
})

describe('an address list', () => {
  it('without the caller refuses both token endpoints with 40164, which names the address, and nothing else', async () => {
    const { access_token } = await stable()
    emulator.settings.change({ allowedAddresses: ['203.0.113.7'] })

    const refusals = [await plain(), await stable(), await forced()]
    const login = await wechat.logIn({ js_code: 'code-li' })
    const check = await wechat.checkSession({ access_token, openid: 'oNobody' })

    for (const refusal of refusals) {
      expect(refusal).toEqual({
        status: 200,
        errcode: 40164,
        errmsg: expect.stringMatching(/^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: /),
      })
    }
    expect(login.openid).toBeDefined()
    expect(check.errcode).toBe(40003)
  })

  it('is asked after the secret, counts no call, and lets the caller in that it names', async () => {
    emulator.settings.change({ allowedAddresses: [], plainTokenCallsPerDay: 1 })
    const wrongSecret = await wechat.plainToken({ secret: 'wrong' })
    await plain()
    emulator.settings.change({ allowedAddresses: ['203.0.113.7', '127.0.0.1'] })

    expect(wrongSecret.errcode).toBe(40125)
    expect((await plain()).access_token).toBeDefined()
  })
})

describe('the life of a token', () => {
  const judge = async (access_token?: string) =>
    (await wechat.checkSession({ access_token, openid: 'oNobody' })).errcode

  it('is what the settings say, for tokens that come after', async () => {
    const before = await wechat.plainToken()
    emulator.settings.change({ tokenSeconds: 10 })
    const after = await stable()
    nowMs += 10_000

    expect([before.expires_in, after.expires_in]).toEqual([7_200, 10])
    expect(await judge(after.access_token)).toBe(42001)
    expect(await judge(before.access_token)).toBe(40003)
  })

  it('is rolled over in its second half where it is shorter than ten minutes', async () => {
    emulator.settings.change({ tokenSeconds: 10 })
    const first = await stable()
    nowMs += 4_999
    const same = await stable()
    nowMs += 1
    const next = await stable()

    expect(same.access_token).toBe(first.access_token)
    expect(next.access_token).not.toBe(first.access_token)
    expect(await judge(first.access_token)).toBe(40003)
  })
})

it('starts with the settings that it is given, over the defaults', async () => {
  const strict = await startEmulator({ settings: { allowedAddresses: [] } })
  const refused = await new WechatClient(strict.wechat).stableToken()
  await strict.close()

  expect(refused.errcode).toBe(40164)
  expect(strict.settings.get()).toMatchObject({ allowedAddresses: [], forcedTokenCallsPerDay: 20 })
})
