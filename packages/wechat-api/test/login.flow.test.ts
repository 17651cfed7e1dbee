import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type Emulator, type Fault, startEmulator } from '@photolift/emulator'
import { createWechatLogin, type WechatLogin } from '../src/index.js'

let emulator: Emulator
let login: WechatLogin

beforeAll(async () => {
  emulator = await startEmulator()
  login = createWechatLogin(app())
})
afterEach(() => emulator.faults.clear())
afterAll(() => emulator.close())

describe('a login', () => {
  it('gives the same person for each of their codes, and nothing but who they are', async () => {
    const identities = [await login('code-ming-1'), await login('code-ming-2'), await login('code-hong-1')]

    expect(identities[0]).toEqual({ openid: expect.any(String) })
    expect(identities[1]).toEqual(identities[0])
    expect(identities[2]).not.toEqual(identities[0])
  })

  it('refuses a code that was used, with the errcode and the id of the call', async () => {
    await login('code-ming-3')

    await expect(login('code-ming-3')).rejects.toMatchObject({
      code: 'LOGIN_CODE_INVALID',
      cause: { wechatErrcode: 40163, rid: expect.stringMatching(/^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$/) },
    })
  })

  it('refuses a code that WeChat does not know', async () => {
    await expect(login('nonsense')).rejects.toMatchObject({
      code: 'LOGIN_CODE_INVALID',
      cause: { wechatErrcode: 40029 },
    })
  })

  it.each([
    [{ secret: 'wrong' }, 40125],
    [{ appid: 'wx0000000000000000' }, 40013],
  ])('with an account such as %j is our own mistake', async (wrong, wechatErrcode) => {
    const loginOfOther = createWechatLogin({ ...app(), ...wrong })

    await expect(loginOfOther('code-ming-4')).rejects.toMatchObject({ code: 'INTERNAL', cause: { wechatErrcode } })
  })

  it('is told to wait when WeChat counts too many', async () => {
    spoil({ code: '45011' })

    await expect(login('code-ming-5')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 })
  })

  it('is refused for a person at risk', async () => {
    spoil({ code: '40226' })

    await expect(login('code-ming-6')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' })
  })

  it.each<[string, Fault]>([
    ['is busy', { code: '-1' }],
    ['is behind a broken gateway', { status: 502 }],
    ['does not answer', { stall: true }],
  ])('succeeds on the third try while WeChat %s', async (state, fault) => {
    // The third try, on a machine that may be busy, has as long as each of the two that stall.
    const impatientLogin = createWechatLogin(app(), { tryWithinMs: 1_500 })
    spoil(fault, 2)

    await expect(impatientLogin(`code-lan-${state}`)).resolves.toEqual({ openid: expect.any(String) })
  })

  it.each<[string, Fault]>([
    ['is busy', { code: '-1' }],
    ['is behind a broken gateway', { status: 502 }],
    ['cuts the connection', { loseReply: true }],
  ])('gives up after three tries where WeChat %s', async (_, fault) => {
    const id = spoil(fault)

    await expect(login('code-lan-2')).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
    expect(emulator.faults.list().find((report) => report.id === id)?.met).toBe(3)
  })

  it('does not try again where WeChat has decided', async () => {
    const id = spoil({ code: '40029' })

    await expect(login('code-lan-3')).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' })
    expect(emulator.faults.list().find((report) => report.id === id)?.met).toBe(1)
  })

  it('ends in time where WeChat never answers', async () => {
    const impatientLogin = createWechatLogin(app(), { answerWithinMs: 300 })
    spoil({ stall: true })
    // A timer of the same process: where the machine is busy both are late, and the order stays.
    const tooLate = delay(1_000, 'no answer in time', { ref: false })

    await expect(Promise.race([impatientLogin('code-lan-4'), tooLate])).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
    })
  })

  it('asks for a fresh code where the answer that spent this one was lost', async () => {
    spoil({ loseReply: true }, 1)

    await expect(login('code-lan-5')).rejects.toMatchObject({
      code: 'LOGIN_CODE_INVALID',
      cause: { wechatErrcode: 40163 },
    })
  })
})

function app(): { appid: string; secret: string; baseUrl: string } {
  const { appid, secret, endpoint } = emulator.wechat
  return { appid, secret, baseUrl: endpoint }
}

function spoil(fault: Fault, times?: number): string {
  return emulator.faults.add({ service: 'wechat', fault, ...(times !== undefined && { times }) })
}
