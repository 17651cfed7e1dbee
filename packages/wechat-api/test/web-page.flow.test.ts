import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  authorizeUrl,
  createJsapiTickets,
  createProcessGuard,
  createTokenChannel,
  createWebLogin,
  createWechatTokens,
} from '../src/index.js'

let emulator: Emulator
let nowMs: number
beforeEach(async () => {
  emulator = await startEmulator()
  nowMs = Date.now()
})
afterEach(() => emulator.close())

const app = () => ({ ...emulator.wechat.official, baseUrl: emulator.wechat.endpoint })

async function webCode(): Promise<string> {
  const page = { redirectUrl: 'http://127.0.0.1/back', scope: 'snsapi_base', state: 'a1' } as const
  const url = authorizeUrl({ ...page, appid: app().appid, baseUrl: app().baseUrl })
  const { headers } = await fetch(url, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

describe('a web log-in', () => {
  it('gives who somebody is, and nothing that opens anything', async () => {
    const login = createWebLogin(app())

    expect(await login(await webCode())).toEqual({
      openid: expect.any(String),
      isSnapshot: false,
      scope: 'snsapi_base',
    })
  })

  it('tells the made-up people of snapshot mode', async () => {
    emulator.settings.change({ webSnapshot: true })

    expect(await createWebLogin(app())(await webCode())).toMatchObject({ isSnapshot: true })
  })

  it('refuses a code that was used', async () => {
    const code = await webCode()
    await createWebLogin(app())(code)

    await expect(createWebLogin(app())(code)).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' })
  })

  it('keeps the secret out of what it throws', async () => {
    const login = createWebLogin({ ...app(), secret: 'the-wrong-secret' })

    const error = await login(await webCode()).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'INTERNAL', cause: { wechatErrcode: 40125 } })
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('the-wrong-secret')
  })
})

describe('the ticket', () => {
  const tickets = () => {
    const tokens = createWechatTokens(app(), { guard: createProcessGuard() })
    return createJsapiTickets(createTokenChannel({ baseUrl: app().baseUrl, tokens }), () => nowMs)
  }
  const count = () => emulator.faults.add({ service: 'wechat', targetContains: '/getticket', fault: { latencyMs: 0 } })
  const counted = (id: string) => emulator.faults.list().find((report) => report.id === id)?.met

  it('is fetched once for all who ask at once, and kept for five minutes', async () => {
    const calls = count()
    const kept = tickets()

    const [first, ...others] = await Promise.all([kept.get(), kept.get(), kept.get()])
    nowMs += 299_000
    expect(new Set([...others, await kept.get()])).toEqual(new Set([first]))
    expect(counted(calls)).toBe(1)
    nowMs += 1_000
    expect(await kept.get()).toBe(first)
    expect(counted(calls)).toBe(2)
  })

  it('comes with another token where WeChat refuses the first (40001)', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: '/getticket', fault: { code: '40001' }, times: 1 })

    expect(await tickets().get()).toMatch(/^\S+$/)
  })

  it('that could not be had is asked for again', async () => {
    const kept = tickets()
    const fault = emulator.faults.add({ service: 'wechat', targetContains: '/getticket', fault: { code: '48001' } })
    await expect(kept.get()).rejects.toMatchObject({ code: 'INTERNAL', cause: { wechatErrcode: 48001 } })
    emulator.faults.remove(fault)

    expect(await kept.get()).toMatch(/^\S+$/)
  })
})
