import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { JsSdkConfig, LoginResponse } from '@photolift/contracts'
import { createOneTimeCodes, newDeskCode } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { jsSdkSignature } from '@photolift/wechat-api'
import { Client, call } from './client.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'
import { platformHeaders } from './test-storage.js'
import { Browser, inFragment, PAGE, PAGE_ORIGIN, webPageEnvironment } from './web-page.js'

let emulator: Emulator
let database: TestDatabase
let service: RunningService
beforeAll(async () => {
  emulator = await startEmulator()
  database = await createTestDatabase()
  service = await runService({ storage: 'cos', emulator, database, environment: webPageEnvironment(emulator) })
})
afterEach(() => {
  emulator.faults.clear()
  emulator.settings.change({ webPerson: 'xiaoming', webPersonRefuses: false, webSnapshot: false })
})
afterAll(async () => {
  await service.close()
  await emulator.close()
  await database.drop()
})

const login = (body: unknown) => call<LoginResponse>(service.url, { method: 'POST', path: '/v1/login', body })
const webCodeOf = async (browser = new Browser(service.url)) => inFragment(await browser.logIn(), 'webCode') as string
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } })

describe('a web log-in', () => {
  it('comes back to the page with a code behind its own fragment, and the code logs the same person in each time', async () => {
    const address = await new Browser(service.url).logIn()
    const first = await Client.loginBy(service.url, { body: { webCode: inFragment(address, 'webCode') } })
    const second = await Client.loginBy(service.url, { body: { webCode: await webCodeOf() } })
    emulator.settings.change({ webPerson: 'xiaohong' })
    const other = await Client.loginBy(service.url, { body: { webCode: await webCodeOf() } })

    expect(address.startsWith(`${PAGE}&webCode=`)).toBe(true)
    expect(second.userId).toBe(first.userId)
    expect(other.userId).not.toBe(first.userId)
    expect(await first.gallery()).toEqual({ photos: [], nextCursor: null })
  })

  it('sends the browser to WeChat with a cookie that scripts and other sites do not get', async () => {
    const { status, location, headers } = await new Browser(service.url).begin(PAGE)

    expect(status).toBe(302)
    const { appid } = emulator.wechat.official
    const redirect = encodeURIComponent(`${service.url}/v1/web-login/callback`)
    expect(location).toMatch(
      new RegExp(
        `/connect/oauth2/authorize\\?appid=${appid}&redirect_uri=${redirect}&response_type=code&scope=snsapi_base&state=[0-9a-f]{32}#wechat_redirect$`,
      ),
    )
    expect(headers.get('set-cookie')).toMatch(
      /^photolift-web-login=[0-9a-f]{32}; Max-Age=600; Path=\/v1\/web-login; HttpOnly; SameSite=Lax$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('goes over https under a name that no other host can plant, wherever the service is not on loopback', async () => {
    const shared = { storage: 'cos', emulator, database } as const
    const OFFICIAL_CALLBACK_ORIGIN = 'https://api.example.com'
    const behindProxy = await runService({
      ...shared,
      environment: { ...webPageEnvironment(emulator), OFFICIAL_CALLBACK_ORIGIN },
    })
    try {
      const { location, headers } = await new Browser(behindProxy.url).begin(PAGE)

      expect(location).toContain(
        `&redirect_uri=${encodeURIComponent(`${OFFICIAL_CALLBACK_ORIGIN}/v1/web-login/callback`)}&`,
      )
      expect(headers.get('set-cookie')).toMatch(
        /^__Host-photolift-web-login=[0-9a-f]{32}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
    } finally {
      await behindProxy.close()
    }
  })

  it('works in two tabs of one browser at once', async () => {
    const browser = new Browser(service.url)
    const callbacks = [await browser.toCallback(), await browser.toCallback()]

    const addresses = [await browser.get(callbacks[0] as string), await browser.get(callbacks[1] as string)]

    for (const { location } of addresses)
      expect((await login({ webCode: inFragment(location, 'webCode') })).status).toBe(200)
  })

  it.each<[string, Partial<Parameters<Emulator['settings']['change']>[0]>, string]>([
    ['LOGIN_REFUSED where the person refuses', { webPersonRefuses: true }, 'LOGIN_REFUSED'],
    ['SNAPSHOT_USER in snapshot mode, and makes no account', { webSnapshot: true }, 'SNAPSHOT_USER'],
  ])('tells the page %s', async (_, settings, code) => {
    emulator.settings.change(settings)

    const address = await new Browser(service.url).logIn(PAGE, 'snsapi_userinfo')

    expect(address).toBe(`${PAGE}&webLoginError=${code}`)
  })

  it.each([
    ['40029', 'LOGIN_CODE_INVALID'],
    ['40163', 'LOGIN_CODE_INVALID'],
    ['40125', 'INTERNAL'],
    ['45011', 'RATE_LIMITED'],
  ])('tells the page what errcode %s of the exchange stands for', async (code, told) => {
    const browser = new Browser(service.url)
    const callback = await browser.toCallback()
    emulator.faults.add({ service: 'wechat', targetContains: '/sns/oauth2/', fault: { code } })

    expect((await browser.get(callback)).location).toBe(`${PAGE}&webLoginError=${told}`)
    expect(service.logText()).not.toContain(emulator.wechat.official.secret)
  })
})

describe('attacks on the web log-in', () => {
  it.each([
    'https://evil.example/',
    'https://h5.example.com.evil.example/',
    'https://h5.example.com@evil.example/',
    'https://h5.example.com\\@evil.example/',
    '//evil.example/',
    'javascript:alert(1)',
    'http://h5.example.com/',
  ])('returnTo leads to no foreign page: %s', async (returnTo) => {
    const { status, location, text } = await new Browser(service.url).begin(returnTo)

    expect({ status, location }).toEqual({ status: 403, location: '' })
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'ORIGIN_NOT_ALLOWED' } })
  })

  it.each([
    ['no cookie', undefined],
    ['the cookie of another browser', `photolift-web-login=${'0'.repeat(32)}`],
    ['a cookie that is none of ours', 'photolift-web-login=%00'],
  ])('a link with a state of the attacker logs a browser with %s in nowhere', async (_, cookie) => {
    const attacker = new Browser(service.url)
    const callback = await attacker.toCallback()
    const victim = new Browser(service.url)
    victim.cookie = cookie

    const { status, location } = await victim.get(callback)

    expect({ status, location }).toEqual({ status: 401, location: '' })
    expect((await attacker.get(callback)).location).toContain('webCode=')
  })

  it('a state that carries an address leads nowhere', async () => {
    const browser = new Browser(service.url)
    await browser.begin(PAGE)

    const query = new URLSearchParams({ code: 'x', state: 'https://evil.example/', returnTo: 'https://evil.example/' })
    const { status, location } = await browser.get(`/v1/web-login/callback?${query.toString()}`)

    expect({ status, location }).toEqual({ status: 401, location: '' })
  })

  it('a state is good for one way back', async () => {
    const browser = new Browser(service.url)
    const callback = await browser.toCallback()
    const fresh = new URL(await new Browser(service.url).toCallback()).searchParams.get('code') as string
    await browser.get(callback)
    const again = new URL(callback)
    again.searchParams.set('code', fresh)

    expect((await browser.get(callback)).status).toBe(401)
    expect((await browser.get(again.href)).status).toBe(401)
  })

  it("WeChat's code is good for one log-in, whatever state comes with it", async () => {
    const browser = new Browser(service.url)
    const used = await browser.toCallback()
    const next = new URL(await browser.toCallback())
    await browser.get(used)
    next.searchParams.set('code', new URL(used).searchParams.get('code') as string)

    expect((await browser.get(next.href)).location).toBe(`${PAGE}&webLoginError=LOGIN_CODE_INVALID`)
  })

  it('looking at the callback by HEAD, with the cookie of the browser, uses neither the state nor the code up', async () => {
    const browser = new Browser(service.url)
    const callback = await browser.toCallback()

    const looked = await fetch(callback, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { cookie: browser.cookie as string },
    })

    expect([looked.status, looked.headers.get('location')]).toEqual([405, null])
    expect((await browser.get(callback)).location).toContain('webCode=')
  })

  it('a state ends after ten minutes', async () => {
    const browser = new Browser(service.url)
    const callback = await browser.toCallback()
    service.clock.advanceSeconds(600)

    expect((await browser.get(callback)).status).toBe(401)
  })

  it('a webCode lets one in, of many who bring it at once', async () => {
    const webCode = await webCodeOf()

    const answers = await Promise.all(Array.from({ length: 8 }, () => login({ webCode })))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await login({ webCode })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
  })

  it('a webCode ends after a minute, and opens no other door', async () => {
    const late = await webCodeOf()
    const webCode = await webCodeOf()

    expect(await login({ deskCode: webCode })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
    expect(await login({ loginCode: webCode })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
    expect((await login({ webCode })).status).toBe(200)
    service.clock.advanceSeconds(60)
    expect(await login({ webCode: late })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
  })

  it.each(['', 'x', 'a'.repeat(512), "' or 1=1 --", '照片'])('a made-up code lets nobody in: %j', async (code) => {
    const expected = code === '' ? 400 : 401
    expect((await login({ webCode: code })).status).toBe(expected)
    expect((await login({ deskCode: code })).status).toBe(expected)
  })

  it('neither codes nor states are in the log', async () => {
    const browser = new Browser(service.url)
    const callback = new URL(await browser.toCallback())
    const webCode = inFragment((await browser.get(callback.href)).location, 'webCode') as string
    await login({ webCode })

    for (const secret of [
      webCode,
      callback.searchParams.get('code'),
      callback.searchParams.get('state'),
      browser.cookie,
    ])
      expect(service.logText()).not.toContain(secret)
  })
})

describe('a desk code', () => {
  const issue = async (meaning: string) => {
    const code = newDeskCode()
    const now = service.clock.now()
    await createOneTimeCodes(service.database).put(
      { purpose: 'desk-code', code, meaning, expiresAt: now + 60_000 },
      now,
    )
    return code
  }

  it('lets its person in once, however it is typed', async () => {
    const first = await login({ deskCode: (await issue('desk:front')).toLowerCase().replaceAll('-', ' ') })
    const code = await issue('desk:front')
    const second = await login({ deskCode: code })

    expect(first.status).toBe(200)
    expect(second.body.user).toEqual(first.body.user)
    expect(await login({ deskCode: code })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
  })

  it('ends', async () => {
    const code = await issue('desk:late')
    service.clock.advanceSeconds(60)

    expect(await login({ deskCode: code })).toMatchObject(refusal(401, 'LOGIN_CODE_INVALID'))
  })
})

describe('without a web page', () => {
  it('its routes say so, and no code of it is answered from the headers of 云托管', async () => {
    const plain = await runService({ storage: 'cloudrun' })
    try {
      const headers = platformHeaders(plain.emulator, 'openid-of-victim')
      const person = await plain.person('ann')
      const unavailable = refusal(501, 'WEB_PAGE_UNAVAILABLE')

      for (const body of [{ webCode: 'x' }, { deskCode: 'x' }])
        expect(await call(plain.url, { method: 'POST', path: '/v1/login', body, headers })).toMatchObject(unavailable)
      const path = `/v1/web-login?returnTo=${encodeURIComponent(PAGE)}`
      expect(await call(plain.url, { method: 'GET', path })).toMatchObject(unavailable)
      expect(await call(plain.url, { method: 'GET', path: '/v1/web-login/callback?state=x' })).toMatchObject(
        unavailable,
      )
      expect(await person.send('GET', `/v1/js-sdk-config?url=${encodeURIComponent(PAGE)}`)).toMatchObject(unavailable)
    } finally {
      await plain.close()
    }
  })
})

describe('a JS-SDK configuration', () => {
  const ask = async (url: string) => {
    const person = await Client.loginBy(service.url, { body: { webCode: await webCodeOf() } })
    return person.send<JsSdkConfig>('GET', `/v1/js-sdk-config?url=${encodeURIComponent(url)}`)
  }
  const seconds = () => Math.floor(service.clock.now() / 1_000)
  const ticket = async () => {
    const { endpoint, official } = emulator.wechat
    const body = JSON.stringify({ grant_type: 'client_credential', ...official })
    const token = (await (await fetch(`${endpoint}/cgi-bin/stable_token`, { method: 'POST', body })).json()) as {
      access_token: string
    }
    const answer = await fetch(`${endpoint}/cgi-bin/ticket/getticket?type=jsapi&access_token=${token.access_token}`)
    return ((await answer.json()) as { ticket: string }).ticket
  }

  it.each([
    `${PAGE_ORIGIN}/upload?from=%E5%BE%AE%E4%BF%A1&isappinstalled=0`,
    `${PAGE_ORIGIN}/`,
    `${PAGE_ORIGIN}/a#/route?x=1`,
  ])('signs the text of %s as WeChat does', async (url) => {
    const askedAt = seconds()
    const { status, body } = await ask(url)

    expect(status).toBe(200)
    const { appId, signature, timestamp, nonceStr } = body
    expect(appId).toBe(emulator.wechat.official.appid)
    expect(timestamp).toBeGreaterThanOrEqual(askedAt)
    expect(timestamp).toBeLessThanOrEqual(seconds())
    expect(signature).toBe(jsSdkSignature({ jsapiTicket: await ticket(), timestamp, nonceStr, url }))
  })

  it.each([
    'https://evil.example/',
    'https://h5.example.com.evil.example/',
    'https://h5.example.com@evil.example/',
    'https://evil.example/#https://h5.example.com/',
    'https://h5%2eexample.com/',
    'https://h5.example.com\\.evil.example/',
  ])('is not given for a foreign page: %s', async (url) => {
    expect(await ask(url)).toMatchObject(refusal(403, 'ORIGIN_NOT_ALLOWED'))
  })

  it('takes the token, and no cookie', async () => {
    const browser = new Browser(service.url)
    await browser.logIn()

    expect((await browser.get(`/v1/js-sdk-config?url=${encodeURIComponent(PAGE)}`)).status).toBe(401)
  })
})

describe("the service account's token", () => {
  it('is replaced once where WeChat refuses it, and one that cannot be had is our own mistake, told without secrets', async () => {
    const fresh = await runService({ storage: 'cos', emulator, database, environment: webPageEnvironment(emulator) })
    try {
      const webCode = inFragment(await new Browser(fresh.url).logIn(), 'webCode')
      const person = await Client.loginBy(fresh.url, { body: { webCode } })
      const ask = () => person.send('GET', `/v1/js-sdk-config?url=${encodeURIComponent(`${PAGE_ORIGIN}/`)}`)

      const broken = emulator.faults.add({
        service: 'wechat',
        targetContains: '/cgi-bin/stable_token',
        fault: { code: '40125' },
      })
      expect(await ask()).toMatchObject(refusal(500, 'INTERNAL'))
      emulator.faults.remove(broken)
      emulator.faults.add({ service: 'wechat', targetContains: '/getticket', fault: { code: '40001' }, times: 1 })
      expect((await ask()).status).toBe(200)
      expect(fresh.logText()).not.toContain(emulator.wechat.official.secret)
    } finally {
      await fresh.close()
    }
  })
})
