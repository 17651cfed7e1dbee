import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES, type RouteName } from '@photolift/contracts'
import { type Client, call, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { platformHeaders } from './test-storage.js'

/** Nobody has a token yet on the way to one. */
type OnTheWay = 'login' | 'webLogin' | 'webLoginCallback'
const ON_THE_WAY = new Set<string>(['login', 'webLogin', 'webLoginCallback'] satisfies OnTheWay[])
const BEHIND_LOGIN = Object.keys(ROUTES).filter((name) => !ON_THE_WAY.has(name)) as Exclude<RouteName, OnTheWay>[]

describe.each([
  ['code', 'cos'],
  ['cloudrun', 'cloudrun'],
] as const)('under LOGIN=%s', (_, storage) => {
  let service: RunningService
  let victim: Client
  let mallory: Client

  beforeAll(async () => {
    service = await runService({ storage })
    victim = await service.person('victim')
    mallory = await service.person('mallory')
  })
  afterAll(() => service.close())

  /** Everything that 云托管 would say of the victim, and some more that others believe. */
  const forged = () => ({
    ...platformHeaders(service.emulator, `openid-of-${service.nameOf(victim)}`),
    'x-wx-unionid': 'union-of-victim',
    'x-wx-from-openid': `openid-of-${service.nameOf(victim)}`,
    'x-wx-from-appid': service.emulator.wechat.appid,
    'x-photolift-user': victim.userId,
    'x-user-id': victim.userId,
  })

  /** A request to each route that would do something to this photo. */
  function requestTo(route: RouteName, photoId: string): { method: string; path: string; body?: unknown } {
    const { method, path } = ROUTES[route]
    const target = { method, path: path.replace(':photoId', photoId) }
    switch (route) {
      case 'authorize':
        return { ...target, body: { photos: [uploadRequest(photoBytes())] } }
      case 'confirm':
      case 'fileLinks':
        return { ...target, body: { photoIds: [photoId] } }
      case 'ingests':
        return { ...target, body: { pickId: 'pick', mediaIds: ['media'] } }
      case 'jsSdkConfig':
        return { ...target, path: `${path}?url=https://h5.example.com/` }
      case 'editPhoto':
        return { ...target, body: { operations: [{ kind: 'greyscale' }] } }
      default:
        return target
    }
  }

  it.each(BEHIND_LOGIN)('forged headers open nothing without a token: %s', async (route) => {
    const { photoId } = await victim.store()

    const answer = await call(service.url, { ...requestTo(route, photoId), headers: forged() })

    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTH_TOKEN_INVALID' } } })
    expect((await victim.photo(photoId)).status).toBe('ready')
  })

  it.each(['photo', 'deletePhoto', 'editPhoto'] as const)(
    'forged headers beside a token reach no photo but those of the token: %s',
    async (route) => {
      const { photoId } = await victim.store()

      const answer = await sendForged(mallory, requestTo(route, photoId))

      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'PHOTO_NOT_FOUND' } } })
      expect((await victim.photo(photoId)).status).toBe('ready')
    },
  )

  it.each(['confirm', 'fileLinks'] as const)('nor do they in a batch: %s', async (route) => {
    const { photoId } = await victim.store()

    const { status, body } = await sendForged(mallory, requestTo(route, photoId))

    expect(status).toBe(200)
    const [item] = Object.values(body as Record<string, unknown[]>)[0] as unknown[]
    expect(item).toEqual({ photoId, error: expect.objectContaining({ code: 'PHOTO_NOT_FOUND' }) })
  })

  it('what comes with forged headers belongs to the token', async () => {
    const bytes = photoBytes()
    const photos = [uploadRequest(bytes)]

    const { body } = await sendForged(mallory, { method: 'POST', path: '/v1/upload-grants', body: { photos } })
    const page = await sendForged(mallory, { method: 'GET', path: '/v1/photos' })

    const [grant] = (body as { grants: { key: string; fields: Record<string, string> }[] }).grants
    expect(grant?.key).toContain(mallory.userId)
    expect(JSON.stringify(body)).not.toContain(victim.userId)
    expect(page).toMatchObject({ status: 200, body: { photos: [] } })
  })

  it('an account is deleted by its own token alone, whatever headers say', async () => {
    const gone = await service.person('gone')
    const { photoId } = await victim.store()

    const { status } = await sendForged(gone, { method: 'DELETE', path: '/v1/me' })

    expect(status).toBe(204)
    expect((await gone.send('GET', '/v1/photos')).status).toBe(401)
    expect((await victim.photo(photoId)).status).toBe('ready')
  })

  function sendForged(client: Client, request: { method: string; path: string; body?: unknown }) {
    const headers = { ...forged(), authorization: `Bearer ${client.authToken}` }
    return call<unknown>(service.url, { ...request, headers })
  }
})
