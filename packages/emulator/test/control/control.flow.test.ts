import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { WechatClient } from '../wechat/wechat-client.js'

let emulator: Emulator
let wechat: WechatClient

beforeEach(async () => {
  emulator = await startEmulator()
  wechat = new WechatClient(emulator.wechat)
})
afterEach(() => emulator.close())

const control = (method: string, path: string, body?: string, contentType = 'application/json') =>
  fetch(emulator.control.endpoint + path, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'Content-Type': contentType } }),
  })
const post = (rule: unknown) => control('POST', '/faults', JSON.stringify(rule))
const busyWechat = { service: 'wechat', fault: { code: '-1' }, times: 1 }

describe('a fault rule over HTTP', () => {
  it('is switched on, listed with what it met, and switched off', async () => {
    const created = await post(busyWechat)
    const { id } = (await created.json()) as { id: string }
    const answer = await wechat.logIn({ js_code: 'code-li' })
    const listed = await (await control('GET', '/faults')).json()
    const removed = await control('DELETE', `/faults/${id}`)

    expect(created.status).toBe(201)
    expect(answer).toEqual({ status: 200, errcode: -1, errmsg: expect.stringContaining(' rid: ') })
    expect(listed).toEqual([{ id, rule: busyWechat, met: 1, ended: true }])
    expect(removed.status).toBe(204)
    expect(emulator.faults.list()).toEqual([])
  })

  it('is gone with all others after DELETE /faults', async () => {
    await post(busyWechat)
    await post(busyWechat)

    const cleared = await control('DELETE', '/faults')

    expect(cleared.status).toBe(204)
    expect(emulator.faults.list()).toEqual([])
  })

  it.each([
    ['service: Invalid option: expected one of "cos"|"wechat".', { service: 'sts', fault: { stall: true } }],
    ['fault: Invalid input: expected object, received undefined.', { service: 'cos' }],
    ['fault: name at least one fault.', { service: 'cos', fault: {} }],
    ['fault: Unrecognized key: "latency"; fault: name at least one fault.', { service: 'cos', fault: { latency: 5 } }],
    ['fault.latencyMs: Too small: expected number to be >=0.', { service: 'cos', fault: { latencyMs: -1 } }],
    [
      'fault.bandwidthBytesPerSecond: Too small: expected number to be >=1.',
      { service: 'cos', fault: { bandwidthBytesPerSecond: 0 } },
    ],
    [
      'fault.resetAfterBytes: Invalid input: expected int, received number.',
      { service: 'cos', fault: { resetAfterBytes: 0.5 } },
    ],
    ['fault.status: Too big: expected number to be <=599.', { service: 'cos', fault: { status: 600 } }],
    ['fault.stall: Invalid input: expected boolean, received string.', { service: 'cos', fault: { stall: 'yes' } }],
    ['method: write the method in upper case.', { service: 'cos', method: 'put', fault: { stall: true } }],
    ['times: Too small: expected number to be >0.', { service: 'cos', times: 0, fault: { stall: true } }],
    [
      'fault.code: an errcode of WeChat is a whole number, such as "-1" or "40001".',
      { service: 'wechat', fault: { code: 'SlowDown' } },
    ],
    ['rule: Invalid input: expected object, received array.', []],
  ])('is refused when it is wrong: %s', async (sentence, rule) => {
    const response = await post(rule)

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: sentence })
    expect(emulator.faults.list()).toEqual([])
  })

  it('is refused when it is not JSON', async () => {
    const response = await control('POST', '/faults', '{"service":')

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'The body is not JSON.' })
  })

  it('is refused when it is too long', async () => {
    const response = await post({ ...busyWechat, targetContains: 'x'.repeat(70_000) })

    expect(response.status).toBe(413)
  })

  it('is refused as plain text, which a page of any website may send', async () => {
    const response = await control('POST', '/faults', JSON.stringify(busyWechat), 'text/plain')

    expect(response.status).toBe(415)
    expect(emulator.faults.list()).toEqual([])
  })
})

it.each([
  ['DELETE', '/faults/fault-9'],
  ['DELETE', '/faults/'],
  ['DELETE', '/faults/a/b'],
  ['PUT', '/faults'],
  ['GET', '/'],
])('answers %s %s with 404 and a sentence', async (method, path) => {
  const response = await control(method, path)

  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) })
})

describe('injected faults of WeChat', () => {
  it('answer with an errcode, or as a gateway without one', async () => {
    emulator.faults.add({ service: 'wechat', fault: { code: '45011' }, times: 1 })
    emulator.faults.add({ service: 'wechat', fault: { status: 502 }, skip: 1 })

    const refused = await wechat.stableToken()
    const gateway = await fetch(`${emulator.wechat.endpoint}/cgi-bin/token`)

    expect(refused).toMatchObject({ status: 200, errcode: 45011 })
    expect(gateway.status).toBe(502)
    expect(await gateway.text()).toContain('<h1>502</h1>')
  })

  it('end access tokens and login codes, and make stable_token give a new token', async () => {
    const { access_token } = await wechat.stableToken()
    emulator.faults.add({ service: 'wechat', fault: { expireTokens: true } })

    const check = await wechat.checkSession({ access_token, openid: 'oNobody' })
    const login = await wechat.logIn({ js_code: 'code-li' })
    const renewed = await wechat.stableToken()

    expect(check.errcode).toBe(42001)
    expect(login.errcode).toBe(40029)
    expect(renewed.access_token).not.toBe(access_token)
  })

  it('move the clock against which a token is judged', async () => {
    const { access_token } = await wechat.stableToken()
    emulator.faults.add({ service: 'wechat', fault: { clockSkewSeconds: 7_200 }, times: 1 })

    const skewed = await wechat.checkSession({ access_token, openid: 'oNobody' })
    const normal = await wechat.checkSession({ access_token, openid: 'oNobody' })

    expect(skewed.errcode).toBe(42001)
    expect(normal.errcode).toBe(40003)
  })
})
