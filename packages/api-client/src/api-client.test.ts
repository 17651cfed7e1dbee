import { describe, expect, it } from '@jest/globals'
import { AppError, type LoginResponse } from '@photolift/contracts'
import type { HttpRequest, HttpResponse } from '@photolift/platform'
import { FakeClock, FakeHttpStack, FakeNetwork, jsonResponse } from '@photolift/platform/testing'
import { createApiClient } from './api-client.js'
import type { HeldLogin, LoginCodeSource, LoginKeeper } from './session.js'

describe('logging in', () => {
  it('happens at the first call, with a fresh code, and the token goes with the call', async () => {
    const { api, requests, codes } = service()

    await api.gallery()

    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://api.example.com/v1/login',
      'GET https://api.example.com/v1/photos',
    ])
    expect(requests[0]?.body).toBe('{"loginCode":"code-1"}')
    expect(requests[0]?.headers).not.toHaveProperty('authorization')
    expect(requests[1]?.headers).toMatchObject({ authorization: 'Bearer token-1' })
    expect(codes.given).toBe(1)
  })

  it('sends no code where the service knows the caller otherwise', async () => {
    const { api, requests } = service({ loginCode: async () => undefined })

    await api.login()

    expect(requests[0]?.body).toBe('{}')
  })

  it('happens once for many calls that wait for it', async () => {
    const { api, logins } = service()

    await Promise.all([api.gallery(), api.limits(), api.photo('a'), api.login()])

    expect(logins()).toBe(1)
  })

  it('is repeated before the token ends, on a phone whose clock is a year late', async () => {
    const { api, clock, logins } = service({ clock: new FakeClock('2025-11-20T08:00:00Z'), lifeSeconds: 7_200 })
    await api.gallery()

    await clock.advance(7_100_000)
    await api.gallery()
    expect(logins()).toBe(1)
    await clock.advance(50_000)
    await api.gallery()

    expect(logins()).toBe(2)
  })

  it('does not run in circles where tokens live shorter than the margin', async () => {
    const { api, logins } = service({ lifeSeconds: 30 })

    await api.gallery()
    await api.gallery()

    expect(logins()).toBe(1)
  })

  it('tells the limits without another call', async () => {
    const { api, requests } = service()
    await api.login()

    expect(await api.limits()).toMatchObject({ photosPerCall: 50 })

    expect(requests).toHaveLength(1)
  })

  it('takes a fresh code when the first one is stale', async () => {
    const { api, codes, refuse } = service()
    refuse('/v1/login', jsonResponse(401, envelope('LOGIN_CODE_INVALID')), 1)

    await api.gallery()

    expect(codes.given).toBe(2)
  })

  it('is tried twice and not for ever', async () => {
    const { api, logins, refuse } = service()
    refuse('/v1/login', jsonResponse(401, envelope('LOGIN_CODE_INVALID')), 9)

    await expect(api.gallery()).rejects.toMatchObject({ code: 'LOGIN_CODE_INVALID' })

    expect(logins()).toBe(2)
  })

  it('that fails leaves the next call free to try again', async () => {
    const { api, refuse } = service()
    refuse('/v1/login', jsonResponse(503, envelope('WECHAT_UNAVAILABLE')), 1)
    await expect(api.gallery()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })

    await expect(api.gallery()).resolves.toEqual({ photos: [], nextCursor: null })
  })

  it('takes another kind of proof as it is', async () => {
    const { api, requests } = service({ loginCode: async () => ({ deskCode: 'desk-1' }) })

    await api.login()

    expect(requests[0]?.body).toBe('{"deskCode":"desk-1"}')
  })

  it('that was kept is used until it ends, and tells the time of the service as it is now', async () => {
    const clock = new FakeClock()
    const kept: { held?: HeldLogin | undefined } = {}
    const loginKeeper = { read: () => kept.held, write: (held: HeldLogin | undefined) => (kept.held = held) }
    await service({ clock, loginKeeper }).api.login()
    await clock.advance(60_000)

    const { api, logins } = service({ clock, loginKeeper })
    const { serverTime } = await api.login()
    await api.gallery()

    expect(serverTime).toBe('2026-11-20T08:01:00.000Z')
    expect(logins()).toBe(0)
    await api.deleteAccount()
    expect(kept.held).toBeUndefined()
  })

  it('that the keeper forbids is used for nothing', async () => {
    const write = (held: HeldLogin | undefined) => {
      if (held !== undefined) throw new AppError('CANCELLED', 'somebody else')
    }
    const { api, requests } = service({ loginKeeper: { read: () => undefined, write } })
    await expect(api.login()).rejects.toMatchObject({ code: 'CANCELLED' })

    await expect(api.gallery()).rejects.toMatchObject({ code: 'CANCELLED' })

    expect(requests.map(({ url }) => url)).toEqual(Array(2).fill('https://api.example.com/v1/login'))
  })

  it('passes on what the platform says about the code', async () => {
    const { api } = service({ loginCode: async () => Promise.reject(new AppError('NETWORK_TIMEOUT', 'login:fail')) })

    await expect(api.login()).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' })
  })
})

describe('a refused token', () => {
  it('is replaced, and the call repeated once', async () => {
    const { api, requests, refuse } = service()
    await api.login()
    refuse('/v1/photos', jsonResponse(401, envelope('AUTH_TOKEN_INVALID')), 1)

    await expect(api.gallery()).resolves.toEqual({ photos: [], nextCursor: null })

    expect(requests.map(({ headers }) => headers?.['authorization'])).toEqual([
      undefined,
      'Bearer token-1',
      undefined,
      'Bearer token-2',
    ])
  })

  it('of many calls at once is replaced once', async () => {
    const { api, logins, refuse } = service()
    await api.login()
    refuse('/v1/photos', jsonResponse(401, envelope('AUTH_TOKEN_INVALID')), 5)

    await Promise.all(Array.from({ length: 5 }, () => api.gallery()))

    expect(logins()).toBe(2)
  })

  it('that is refused again is an error', async () => {
    const { api, refuse } = service()
    refuse('/v1/photos', jsonResponse(401, envelope('AUTH_TOKEN_INVALID')), 9)

    await expect(api.gallery()).rejects.toMatchObject({ code: 'AUTH_TOKEN_INVALID' })
  })
})

describe('a call', () => {
  it('puts cursor and limit into the query, and nothing else', async () => {
    const { api, requests } = service()

    await api.gallery({ cursor: 'a b&c=d', limit: 30 })

    expect(requests[1]?.url).toBe('https://api.example.com/v1/photos?cursor=a%20b%26c%3Dd&limit=30')
  })

  it('keeps a strange photoId inside its path segment', async () => {
    const { api, requests } = service()

    await api.deletePhoto('../me?x=1#')

    expect(requests[1]).toMatchObject({
      method: 'DELETE',
      url: 'https://api.example.com/v1/photos/..%2Fme%3Fx%3D1%23',
    })
  })

  it('sends JSON', async () => {
    const { api, requests } = service()

    await api.confirm(['a', 'b'])

    expect(requests[1]).toMatchObject({
      method: 'POST',
      url: 'https://api.example.com/v1/confirmations',
      body: '{"photoIds":["a","b"]}',
    })
    expect(requests[1]?.headers).toMatchObject({ 'content-type': 'application/json' })
  })

  it('asks for the parts of one photo', async () => {
    const { api, requests } = service()

    await api.parts('photo-1')

    expect(requests[1]).toMatchObject({
      method: 'POST',
      url: 'https://api.example.com/v1/photos/photo-1/parts',
      body: '{}',
    })
  })

  it('makes a photo out of another by operations', async () => {
    const { api, requests } = service()

    await api.editPhoto('photo-1', [{ kind: 'auto-orient' }, { kind: 'rotate', degrees: 90 }])

    expect(requests[1]).toMatchObject({
      method: 'POST',
      url: 'https://api.example.com/v1/photos/photo-1/edits',
      body: '{"operations":[{"kind":"auto-orient"},{"kind":"rotate","degrees":90}]}',
    })
  })

  it('asks for links, with their time of life only where one is given', async () => {
    const { api, requests } = service()

    await api.fileLinks(['a', 'b'])
    await api.fileLinks(['a'], 60)

    expect(requests.slice(1).map(({ url, body }) => [url, body])).toEqual([
      ['https://api.example.com/v1/files/links', '{"photoIds":["a","b"]}'],
      ['https://api.example.com/v1/files/links', '{"photoIds":["a"],"ttlSeconds":60}'],
    ])
  })

  it('asks for a JS-SDK signature with the address as the browser shows it, encoded once', async () => {
    const { api, requests } = service()

    await api.jsSdkConfig('https://h5.example.com/upload?from=%E5%BE%AE&id=7')

    expect(requests[1]).toMatchObject({
      method: 'GET',
      url: 'https://api.example.com/v1/js-sdk-config?url=https%3A%2F%2Fh5.example.com%2Fupload%3Ffrom%3D%25E5%25BE%25AE%26id%3D7',
    })
  })

  it('hands media ids over in their order, and asks after one of them', async () => {
    const { api, requests } = service()

    await api.ingest('pick-1', ['media-b', 'media-a'])
    await api.ingestState('a/b')

    expect(requests.slice(1).map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', 'https://api.example.com/v1/ingests', '{"pickId":"pick-1","mediaIds":["media-b","media-a"]}'],
      ['GET', 'https://api.example.com/v1/ingests/a%2Fb', undefined],
    ])
  })

  it('that gets no answer while there is a network misses the service', async () => {
    const network = new FakeNetwork()
    const { api, lose } = service({ network })
    await api.login()
    lose()

    await expect(api.gallery()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
    network.goOffline()
    await expect(api.gallery()).rejects.toMatchObject({ code: 'NETWORK_LOST' })
  })

  it('that gets no answer is NETWORK_LOST where nobody knows about the network', async () => {
    const { api, lose } = service()
    await api.login()
    lose()

    await expect(api.gallery()).rejects.toMatchObject({ code: 'NETWORK_LOST' })
  })
})

describe('deleting the account', () => {
  it('forgets the token', async () => {
    const { api, requests, logins } = service()
    await api.login()

    await api.deleteAccount()
    await api.gallery()

    expect(requests[1]).toMatchObject({ method: 'DELETE', url: 'https://api.example.com/v1/me' })
    expect(logins()).toBe(2)
  })

  it('begins no new one for a call that was under way', async () => {
    const { api, refuse, logins } = service()
    await api.login()
    let answerLate = (_response: HttpResponse): void => {}
    refuse('/v1/confirmations', new Promise<HttpResponse>((resolve) => (answerLate = resolve)), 1)
    const confirmation = api.confirm(['photo-1'])

    await api.deleteAccount()
    answerLate(jsonResponse(401, envelope('AUTH_TOKEN_INVALID')))

    await expect(confirmation).rejects.toMatchObject({ code: 'AUTH_TOKEN_INVALID' })
    expect(logins()).toBe(1)
  })
})

interface ServiceOptions {
  clock?: FakeClock
  lifeSeconds?: number
  network?: FakeNetwork
  loginCode?: LoginCodeSource
  loginKeeper?: LoginKeeper
}

/** A client with a service in memory that knows the time as 2026-11-20T08:00:00Z plus what has passed. */
function service({
  clock = new FakeClock(),
  lifeSeconds = 3_600,
  network,
  loginCode,
  loginKeeper,
}: ServiceOptions = {}) {
  const startedAt = clock.now()
  const codes = { given: 0 }
  const refusals: { path: string; response: HttpResponse | Promise<HttpResponse> }[] = []
  let loginCount = 0
  let isLost = false

  const http = new FakeHttpStack({
    onSend(request) {
      if (isLost) throw new AppError('NETWORK_LOST', 'request:fail')
      const path = pathOf(request)
      const refusal = refusals.findIndex((entry) => entry.path === path)
      if (path === '/v1/login') loginCount += 1
      if (refusal >= 0) return refusals.splice(refusal, 1)[0]?.response ?? jsonResponse(500, {})
      return answer(request)
    },
  })

  function answer(request: HttpRequest): HttpResponse {
    if (request.method === 'DELETE') return { status: 204, headers: {}, body: '' }
    switch (pathOf(request)) {
      case '/v1/login':
        return jsonResponse(200, login())
      case '/v1/photos':
        return jsonResponse(200, { photos: [], nextCursor: null })
      default:
        return jsonResponse(200, {})
    }
  }

  function login(): LoginResponse {
    const serverNow = Date.parse('2026-11-20T08:00:00Z') + clock.now() - startedAt
    return {
      authToken: `token-${loginCount}`,
      serverTime: new Date(serverNow).toISOString(),
      expiresAt: new Date(serverNow + lifeSeconds * 1_000).toISOString(),
      user: { userId: 'user-1' },
      limits: { photoMaxBytes: 20_971_520, contentTypes: ['image/jpeg'], photosPerCall: 50 },
    }
  }

  return {
    api: createApiClient({
      baseUrl: 'https://api.example.com',
      http,
      clock,
      loginCode: loginCode ?? (async () => `code-${++codes.given}`),
      ...(network && { network }),
      ...(loginKeeper && { loginKeeper }),
    }),
    clock,
    codes,
    requests: http.requests,
    logins: () => loginCount,
    /** The next calls of a path get another answer. */
    refuse(path: string, response: HttpResponse | Promise<HttpResponse>, times: number) {
      for (let n = 0; n < times; n++) refusals.push({ path, response })
    },
    lose() {
      isLost = true
    },
  }
}

function pathOf({ url }: HttpRequest): string {
  return new URL(url).pathname
}

function envelope(code: string) {
  return { error: { code, message: '', requestId: 'r-1' } }
}
