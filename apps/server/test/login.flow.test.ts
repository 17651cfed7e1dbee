import { afterEach, describe, expect, it } from '@jest/globals'
import type { LoginResponse } from '@photolift/contracts'
import { type Answer, call } from './client.js'
import { type RunningService, runService } from './running-service.js'

let service: RunningService
afterEach(() => service.close())

function login(body: unknown, headers: Record<string, string> = {}): Promise<Answer<LoginResponse>> {
  return call<LoginResponse>(service.url, { method: 'POST', path: '/v1/login', body, headers })
}

describe('a login by code', () => {
  it('knows the same person again, and tells what may be uploaded', async () => {
    service = await runService({ environment: { PHOTO_MAX_BYTES: '12345' } })

    const first = await login({ loginCode: 'code-ann-1' })
    const second = await login({ loginCode: 'code-ann-2' })
    const other = await login({ loginCode: 'code-bob' })

    expect(first.status).toBe(200)
    expect(first.body.limits).toEqual({
      photoMaxBytes: 12_345,
      contentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic'],
      photosPerCall: 50,
    })
    expect(second.body.user).toEqual(first.body.user)
    expect(other.body.user).not.toEqual(first.body.user)
    const lifeMs = Date.parse(first.body.expiresAt) - Date.parse(first.body.serverTime)
    expect(lifeMs).toBeGreaterThan(0)
    expect(lifeMs).toBeLessThanOrEqual(2 * 3_600_000)
  })

  it('makes one account of many first logins at once', async () => {
    service = await runService()
    const codes = Array.from({ length: 10 }, (_, index) => `code-new-${index}`)

    const answers = await Promise.all(codes.map((loginCode) => login({ loginCode })))

    expect(new Set(answers.map(({ body }) => body.user.userId)).size).toBe(1)
  })

  it.each([
    ['a code that was used', 'code-ann', 401, 'LOGIN_CODE_INVALID'],
    ['a code that never was', 'made-up', 401, 'LOGIN_CODE_INVALID'],
  ])('with %s is refused', async (_, loginCode, status, code) => {
    service = await runService()
    await login({ loginCode: 'code-ann' })

    expect(await login({ loginCode })).toMatchObject({ status, body: { error: { code } } })
  })

  it('without a code is a bad request, whatever X-WX headers say', async () => {
    service = await runService()
    const { appid, env } = service.emulator.wechat
    const headers = { 'x-wx-source': 'wx_client', 'x-wx-appid': appid, 'x-wx-env': env, 'x-wx-openid': 'victim' }

    expect(await login({}, headers)).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } })
  })

  it('belongs to the code, not to X-WX headers that come with it', async () => {
    service = await runService()
    const { appid } = service.emulator.wechat
    const honest = await login({ loginCode: 'code-ann-1' })

    const forged = await login(
      { loginCode: 'code-ann-2' },
      { 'x-wx-source': 'wx_client', 'x-wx-appid': appid, 'x-wx-openid': 'victim' },
    )

    expect(forged.body.user).toEqual(honest.body.user)
  })

  it('is WECHAT_UNAVAILABLE while WeChat is', async () => {
    service = await runService()
    service.emulator.faults.add({ service: 'wechat', fault: { status: 503 } })

    expect(await login({ loginCode: 'code-ann' })).toMatchObject({
      status: 503,
      body: { error: { code: 'WECHAT_UNAVAILABLE' } },
    })
  })
})

describe('a login by the headers of 云托管', () => {
  const genuine = { 'x-wx-source': 'wx_client', 'x-wx-env': 'prod-1', 'x-wx-openid': 'openid-of-ann' }
  const runCloudrun = async () => {
    service = await runService({ environment: { LOGIN: 'cloudrun', CLOUDRUN_ENV: 'prod-1' } })
    return { ...genuine, 'x-wx-appid': service.emulator.wechat.appid }
  }

  it('knows the person whom the platform names', async () => {
    const headers = await runCloudrun()

    const first = await login({}, headers)
    const second = await login({ loginCode: 'is not looked at' }, headers)

    expect(first.status).toBe(200)
    expect(second.body.user).toEqual(first.body.user)
  })

  it.each<[string, Record<string, string | undefined>]>([
    ['no source', { 'x-wx-source': undefined }],
    ['the source of message push', { 'x-wx-source': 'other' }],
    ['another mini-program', { 'x-wx-appid': 'wx0000000000000000' }],
    ['another environment', { 'x-wx-env': 'prod-2' }],
    ['no openid', { 'x-wx-openid': undefined }],
    ['an openid that is none', { 'x-wx-openid': "x' or 1=1" }],
    ['an openid that is too long', { 'x-wx-openid': 'o'.repeat(129) }],
    ['a second openid behind the first', { 'x-wx-openid': 'openid-of-ann, openid-of-victim' }],
    ['a second source behind the first', { 'x-wx-source': 'wx_client, other' }],
    ['a source that only begins right', { 'x-wx-source': 'wx_client_2' }],
    ['no mini-program', { 'x-wx-appid': undefined }],
    ['no environment', { 'x-wx-env': undefined }],
    ['the person of an app that shares ours', { 'x-wx-openid': undefined, 'x-wx-from-openid': 'openid-of-ann' }],
  ])('is refused with %s', async (_, change) => {
    const headers = { ...(await runCloudrun()), ...change }
    const sent = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )

    expect(await login({}, sent)).toMatchObject({ status: 403, body: { error: { code: 'LOGIN_REFUSED' } } })
  })

  it('is the only route that reads such headers', async () => {
    const headers = await runCloudrun()
    await login({}, headers)

    expect((await call(service.url, { method: 'GET', path: '/v1/photos', headers })).status).toBe(401)
  })
})
