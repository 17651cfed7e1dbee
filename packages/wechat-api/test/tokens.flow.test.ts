import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { AppError } from '@photolift/contracts'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  type CachedToken,
  createProcessGuard,
  createTokenChannel,
  createWechatTokens,
  type ForcedRefreshGuard,
  type TokenCache,
  type WechatTokens,
} from '../src/index.js'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.js'

const STABLE_TOKEN = '/cgi-bin/stable_token'
const LIFE_MS = 7_200_000

let nowMs: number
let emulator: Emulator
let proxy: RecordingProxy

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T08:00:00Z')
  emulator = await startEmulator({ now: () => nowMs })
  proxy = await startRecordingProxy(emulator.wechat.endpoint)
})
afterEach(async () => {
  proxy.close()
  await emulator.close()
})

describe('a token', () => {
  it('is fetched once, however many ask at once', async () => {
    const tokens = createTokens()

    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get()))

    expect(new Set(got).size).toBe(1)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(1)
    expect(sent(0)).toEqual({
      grant_type: 'client_credential',
      appid: emulator.wechat.appid,
      secret: emulator.wechat.secret,
      force_refresh: false,
    })
  })

  it('is the same for every instance', async () => {
    const [first, second] = await Promise.all([createTokens().get(), createTokens().get()])

    expect(second).toBe(first)
  })

  it('is refreshed ahead of its end while the old one is still handed out', async () => {
    const tokens = createTokens()
    const old = await tokens.get()
    nowMs += LIFE_MS - 59_000

    const whileRefreshing = await tokens.get()
    await until(() => proxy.callsOf(STABLE_TOKEN).length === 2)
    const next = await eventually(tokens.get, (token) => token !== old)

    expect(whileRefreshing).toBe(old)
    expect(next).not.toBe(old)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(2)
  })

  it('that WeChat gives again, six minutes before its end, is not asked for at every call', async () => {
    const tokens = createTokens()
    const old = await tokens.get()
    nowMs += LIFE_MS - 359_000
    await tokens.get()
    await until(() => proxy.callsOf(STABLE_TOKEN).length === 2)

    nowMs += 1_000
    const got = await Promise.all([tokens.get(), tokens.get()])

    expect(got).toEqual([old, old])
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(2)
  })

  it('whose refresh ahead fails is handed out on, and the failure is told', async () => {
    const problems: AppError[] = []
    const tokens = createTokens({ onProblem: (problem) => problems.push(problem) })
    const old = await tokens.get()
    emulator.faults.add({ service: 'wechat', targetContains: STABLE_TOKEN, fault: { code: '45009' } })
    nowMs += LIFE_MS - 50_000

    await tokens.get()
    await until(() => problems.length === 1)

    expect(await tokens.get()).toBe(old)
    expect(problems).toMatchObject([{ code: 'WECHAT_UNAVAILABLE', cause: { wechatErrcode: 45009 } }])
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(2)
  })

  it('is never handed out after its end', async () => {
    const tokens = createTokens()
    const old = await tokens.get()

    nowMs += LIFE_MS

    expect(await tokens.get()).not.toBe(old)
  })

  it('that expires while it is on its way is not handed out', async () => {
    const tokens = createTokens()
    proxy.beforeAnswer = () => {
      // This instance is frozen for three hours.
      if (proxy.calls.length === 1) nowMs += 3 * 3_600_000
    }

    const got = await tokens.get()

    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(2)
    expect(await isAccepted(got)).toBe(true)
  })

  it('of a second serves for a part of it, and then the next is fetched', async () => {
    emulator.settings.change({ tokenSeconds: 1 })
    const tokens = createTokens()

    const first = await tokens.get()
    nowMs += 400
    const second = await tokens.get()
    nowMs += 300
    const third = await tokens.get()

    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(await isAccepted(third)).toBe(true)
  })

  it.each([
    ['45009', 'WECHAT_UNAVAILABLE'],
    ['45011', 'RATE_LIMITED'],
    ['40125', 'INTERNAL'],
  ])('that is refused with %s is asked for once', async (code, expected) => {
    emulator.faults.add({ service: 'wechat', targetContains: STABLE_TOKEN, fault: { code } })

    await expect(createTokens().get()).rejects.toMatchObject({ code: expected, cause: { wechatErrcode: Number(code) } })
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(1)
  })

  it('comes on the third try while WeChat is busy', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: STABLE_TOKEN, fault: { code: '-1' }, times: 2 })

    expect(await isAccepted(await createTokens().get())).toBe(true)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(3)
  })

  it('that this address may not fetch is refused with the address to put on the list', async () => {
    emulator.settings.change({ allowedAddresses: ['203.0.113.9'] })

    await expect(createTokens().get()).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('127.0.0.1'),
      cause: { wechatErrcode: 40164, refusedAddress: '127.0.0.1', remedy: expect.stringContaining('IP 白名单') },
    })
  })

  it('is asked for again after a failure', async () => {
    const tokens = createTokens()
    emulator.faults.add({ service: 'wechat', fault: { code: '45009' }, times: 1 })
    await expect(tokens.get()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })

    expect(await isAccepted(await tokens.get())).toBe(true)
  })
})

describe('a token that WeChat refuses', () => {
  it('is replaced by a plain fetch where somebody else has forced another', async () => {
    const tokens = createTokens({ guard: guardThatFails })
    const old = await tokens.get()
    const forced = await forceByAnother()

    await Promise.all(Array.from({ length: 50 }, () => tokens.refused(old)))

    expect(await tokens.get()).toBe(forced)
    expect(forcedCalls()).toHaveLength(0)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(2)
  })

  it('is replaced by force where WeChat goes on giving it out, once for all who tell of it', async () => {
    const tokens = createTokens()
    const old = await tokens.get()

    await Promise.all(Array.from({ length: 50 }, () => tokens.refused(old)))

    expect(await tokens.get()).not.toBe(old)
    expect(await isAccepted(await tokens.get())).toBe(true)
    expect(forcedCalls()).toHaveLength(1)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(3)
  })

  it('is not replaced twice by a late word of it', async () => {
    const tokens = createTokens()
    const old = await tokens.get()
    await tokens.refused(old)
    const next = await tokens.get()
    const calls = proxy.calls.length

    await tokens.refused(old)

    expect(await tokens.get()).toBe(next)
    expect(proxy.calls).toHaveLength(calls)
  })

  it('is not handed out to those who ask meanwhile', async () => {
    const tokens = createTokens()
    const old = await tokens.get()

    const replaced = tokens.refused(old)
    const got = await tokens.get()
    await replaced

    expect(got).not.toBe(old)
  })

  it('is waited for where another instance holds the claim and forces it', async () => {
    const tokens = createTokens({ guard: guardOfAnother })
    const old = await tokens.get()
    proxy.beforeForward = async () => {
      if (proxy.callsOf(STABLE_TOKEN).length === 3) await forceByAnother()
    }

    await tokens.refused(old)

    expect(await isAccepted(await tokens.get())).toBe(true)
    expect(forcedCalls()).toHaveLength(0)
  })

  it('ends in a clear error where it stays the same', async () => {
    const tokens = createTokens({ guard: guardOfAnother })

    await expect(tokens.refused(await tokens.get())).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      retryAfterSeconds: 60,
      message: expect.stringContaining('one was made less than a minute ago'),
      cause: { remedy: expect.stringContaining('another program') },
    })
  })

  it('is given up once for all who tell of it, and asked for anew by the next', async () => {
    const tokens = createTokens({ guard: guardOfAnother })
    const old = await tokens.get()

    const told = await Promise.allSettled(Array.from({ length: 20 }, () => tokens.refused(old)))

    expect(told.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'))
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(5)
    const forced = await forceByAnother()
    expect(await tokens.get()).toBe(forced)
  })

  it('is forced by one instance alone where a forced answer is lost, and found by a plain fetch', async () => {
    const tokens = createTokens()
    const old = await tokens.get()
    emulator.faults.add({ service: 'wechat', fault: { loseReply: true }, skip: 1, times: 1 })

    await tokens.refused(old)

    expect(await isAccepted(await tokens.get())).toBe(true)
    expect(forcedCalls()).toHaveLength(1)
  })

  it('tells why a forced refresh did not help', async () => {
    emulator.settings.change({ forcedTokenCallsPerDay: 0 })
    const tokens = createTokens()

    await expect(tokens.refused(await tokens.get())).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      cause: { wechatErrcode: 45009 },
    })
    expect(forcedCalls()).toHaveLength(1)
  })

  it('is forced by nobody while the guard does not answer, and that is told', async () => {
    const problems: AppError[] = []
    const tokens = createTokens({ guard: guardThatFails, onProblem: (problem) => problems.push(problem) })

    await expect(tokens.refused(await tokens.get())).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
    expect(problems).toMatchObject([{ code: 'INTERNAL', message: expect.stringContaining('guard') }])
    expect(forcedCalls()).toHaveLength(0)
  })
})

describe('eight instances that start at once', () => {
  it('meet 40001 at once, because somebody forced another token, and no call fails', async () => {
    const guard = createProcessGuard(() => nowMs)
    const instances = Array.from({ length: 8 }, () => createTokens({ guard }))
    await Promise.all(instances.map((tokens) => tokens.get()))
    await forceByAnother()

    const calls = instances.map(callWith)

    expect(await Promise.allSettled(calls)).toEqual(Array.from({ length: 8 }, () => fulfilled))
    expect(forcedCalls()).toHaveLength(0)
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(16)
  })

  it('meet 40001 at once for a token that WeChat gives out on, and one of them forces another', async () => {
    const guard = createProcessGuard(() => nowMs)
    const instances = Array.from({ length: 8 }, () => createTokens({ guard }))
    holdUntil(8)
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code: '40001' }, times: 8 })

    const calls = instances.map(callWith)

    expect(await Promise.allSettled(calls)).toEqual(Array.from({ length: 8 }, () => fulfilled))
    expect(forcedCalls()).toHaveLength(1)
    expect(proxy.callsOf('/tcb/uploadfile')).toHaveLength(16)
  })
})

describe('a cache', () => {
  it('keeps the token for the next process', async () => {
    const cache = memoryCache()
    const token = await createTokens({ cache }).get()

    const ofNextProcess = await createTokens({ cache }).get()

    expect(ofNextProcess).toBe(token)
    expect(cache.kept).toEqual({ wechatAccessToken: token, expiresAt: new Date(nowMs + LIFE_MS) })
    expect(proxy.callsOf(STABLE_TOKEN)).toHaveLength(1)
  })

  it('gets the token that replaces a refused one', async () => {
    const cache = memoryCache()
    const tokens = createTokens({ cache })

    await tokens.refused(await tokens.get())

    expect(cache.kept?.wechatAccessToken).toBe(await tokens.get())
  })

  it('with a token that has ended is passed over', async () => {
    const cache = memoryCache()
    const old = await createTokens({ cache }).get()
    nowMs += LIFE_MS

    expect(await createTokens({ cache }).get()).not.toBe(old)
  })

  it.each<[string, () => unknown]>([
    ['throws', () => JSON.parse('{"wechatAccessToken":"90_kept-token"')],
    ['has no token', () => ({ wechatAccessToken: '', expiresAt: new Date(nowMs + 1_000) })],
    ['has no instant', () => ({ wechatAccessToken: '90_kept-token', expiresAt: new Date('soon') })],
    ['has a text for an instant', () => ({ wechatAccessToken: '90_kept-token', expiresAt: '2026-11-20T08:00:00Z' })],
    ['has a far end', () => ({ wechatAccessToken: '90_kept-token', expiresAt: new Date(nowMs + LIFE_MS + 1) })],
  ])('that %s is told and replaced', async (_, read) => {
    const problems: AppError[] = []
    const cache = memoryCache()
    cache.read = async () => read() as CachedToken

    const token = await createTokens({ cache, onProblem: (problem) => problems.push(problem) }).get()

    expect(await isAccepted(token)).toBe(true)
    expect(cache.kept?.wechatAccessToken).toBe(token)
    expect(problems).toMatchObject([{ code: 'INTERNAL', message: expect.stringContaining('kept') }])
    expect(inspect(problems, { depth: Infinity, showHidden: true })).not.toContain('90_kept')
  })

  it('that cannot be written is told, and the token serves', async () => {
    const problems: AppError[] = []
    const cache = memoryCache()
    cache.write = async ({ wechatAccessToken }) => {
      throw Object.assign(new Error(`no room for ${wechatAccessToken}`), { code: 'ENOSPC' })
    }

    const token = await createTokens({ cache, onProblem: (problem) => problems.push(problem) }).get()

    expect(await isAccepted(token)).toBe(true)
    expect(problems).toMatchObject([{ message: expect.stringContaining('ENOSPC') }])
    expect(inspect(problems, { depth: Infinity, showHidden: true })).not.toContain(token)
  })

  it('whose problems nobody hears of becomes a warning of the process', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockReturnValue()
    const cache = memoryCache()
    cache.read = async () => Promise.reject(new Error('broken'))

    await createTokens({ cache }).get()

    expect(emitWarning.mock.calls).toEqual([[expect.stringContaining('could not be read'), 'PhotoliftWarning']])
    emitWarning.mockRestore()
  })
})

describe('a guard of one process', () => {
  it('gives one claim a minute for an app', async () => {
    const guard = createProcessGuard(() => nowMs)

    const atOnce = await Promise.all([guard.claim('wx1'), guard.claim('wx1'), guard.claim('wx2')])
    nowMs += 59_999
    const early = await guard.claim('wx1')
    nowMs += 1
    const inTime = await guard.claim('wx1')

    expect({ atOnce, early, inTime }).toEqual({ atOnce: [true, false, true], early: false, inTime: true })
  })
})

const fulfilled = { status: 'fulfilled', value: expect.objectContaining({ file_id: expect.any(String) }) }

/** Somebody holds the claim of this minute. */
const guardOfAnother: ForcedRefreshGuard = { claim: async () => false }
const guardThatFails: ForcedRefreshGuard = { claim: () => Promise.reject(new Error('the database is gone')) }

function createTokens(options: Partial<Parameters<typeof createWechatTokens>[1]> = {}): WechatTokens {
  const { appid, secret } = emulator.wechat
  const now = () => nowMs
  return createWechatTokens(
    { appid, secret, baseUrl: proxy.endpoint },
    { guard: createProcessGuard(now), now, ...options },
  )
}

function callWith(tokens: WechatTokens): Promise<unknown> {
  const channel = createTokenChannel({ baseUrl: proxy.endpoint, tokens })
  return channel.call({ path: '/tcb/uploadfile', body: { env: emulator.wechat.env, path: 'a.jpg' } })
}

/** Another program of the same app, which does not ask our guard. @returns its token */
async function forceByAnother(): Promise<string> {
  const { appid, secret, endpoint } = emulator.wechat
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: true })
  const response = await fetch(`${endpoint}${STABLE_TOKEN}`, { method: 'POST', body })
  return ((await response.json()) as { access_token: string }).access_token
}

async function isAccepted(wechatAccessToken: string): Promise<boolean> {
  const query = new URLSearchParams({ access_token: wechatAccessToken, openid: 'o1', sig_method: 'hmac_sha256' })
  const response = await fetch(`${emulator.wechat.endpoint}/wxa/checksession?${query.toString()}`)
  // It gets as far as the openid, which nobody has.
  return ((await response.json()) as { errcode: number }).errcode === 40003
}

function sent(index: number): { force_refresh?: boolean } {
  return JSON.parse(proxy.callsOf(STABLE_TOKEN)[index]?.body.toString() ?? '') as { force_refresh?: boolean }
}

function forcedCalls(): unknown[] {
  return proxy.callsOf(STABLE_TOKEN).filter((_, index) => sent(index).force_refresh)
}

/** Lets the first calls of the storage go on only when so many have come: none of them can meet another's second call. */
function holdUntil(calls: number): void {
  const { promise, resolve } = Promise.withResolvers<void>()
  proxy.beforeForward = async ({ path }) => {
    if (!path.startsWith('/tcb/')) return
    if (proxy.callsOf(path).length === calls) resolve()
    await promise
  }
}

function memoryCache(): TokenCache & { kept: CachedToken | undefined } {
  const cache: TokenCache & { kept: CachedToken | undefined } = {
    kept: undefined,
    read: async () => cache.kept,
    write: async (token) => {
      cache.kept = token
    },
  }
  return cache
}

async function until(holds: () => boolean): Promise<void> {
  await eventually(async () => holds(), Boolean)
}

/** Asks again and again, for twenty seconds at most. */
async function eventually<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  const endsAt = performance.now() + 20_000
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    if (performance.now() > endsAt) throw new Error('it did not come in twenty seconds')
    await setTimeout(5)
  }
}
