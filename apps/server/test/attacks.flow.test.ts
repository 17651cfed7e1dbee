import { createHmac, createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ErrorEnvelope, FormGrant } from '@photolift/contracts'
import { createAuthTokens } from '../src/login/auth-tokens.js'
import { type Answer, type Client, call, postForm, uploadRequest } from './client.js'
import { md5, photoBytes } from './photo-bytes.js'
import { type RunningService, runService, TEST_JWT_SECRET } from './running-service.js'
import { ownMetadata } from './test-storage.js'

let service: RunningService

beforeAll(async () => {
  service = await runService()
})
afterAll(() => service.close())

const TEST_JWT_KEYS = { current: createSecretKey(TEST_JWT_SECRET, 'utf8'), previous: undefined }

const objectsOf = (client: Client) => service.objects().filter(({ key }) => key.includes(client.userId))

/** A grant, and the form as it is changed by its holder. */
async function tampered(
  client: Client,
  bytes: Uint8Array,
  change: (grant: FormGrant) => Record<string, string>,
): Promise<{ grant: FormGrant; form: Pick<FormGrant, 'url' | 'fields'> }> {
  const grant = await client.grant(uploadRequest(bytes))
  return { grant, form: { url: grant.url, fields: { ...grant.fields, ...change(grant) } } }
}

describe("somebody else's photo", () => {
  it.each(['stored', 'granted only'])('%s, answers like one that never was, in every route', async (kind) => {
    const owner = await service.person('owner')
    const thief = await service.person('thief')
    const foreign = kind === 'stored' ? await owner.store() : await owner.grant(uploadRequest(photoBytes()))

    const routes = async (photoId: string): Promise<unknown[]> => [
      withoutRequestId(await thief.send('GET', `/v1/photos/${photoId}`)),
      withoutRequestId(await thief.send('DELETE', `/v1/photos/${photoId}`)),
      (await thief.confirm(photoId)).map((result) => ('error' in result ? result.error : result)),
    ]

    expect(await routes(foreign.photoId)).toEqual(await routes('f'.repeat(32)))
    expect(await routes(foreign.photoId)).toMatchObject([
      { status: 404, body: { error: { code: 'PHOTO_NOT_FOUND' } } },
      { status: 404, body: { error: { code: 'PHOTO_NOT_FOUND' } } },
      [{ code: 'PHOTO_NOT_FOUND' }],
    ])
    expect((await owner.photo(foreign.photoId)).status).toBe(kind === 'stored' ? 'ready' : 'pending')
    expect((await thief.gallery()).photos).toEqual([])
  })

  it('with the same taskId and bytes stays theirs', async () => {
    const bytes = photoBytes()
    const owner = await service.person('owner')
    const photo = await owner.store(bytes, { taskId: 'shared-task' })
    const thief = await service.person('thief')

    const [grant] = await thief.authorize(uploadRequest(bytes, { taskId: 'shared-task' }))

    expect(grant?.kind).toBe('form')
    expect(JSON.stringify(grant)).not.toContain(photo.photoId)
  })

  it('is not reached by a cursor of theirs', async () => {
    const owner = await service.person('owner')
    await owner.store()
    await owner.store()
    const { nextCursor } = await owner.gallery('?limit=1')
    const thief = await service.person('thief')

    const page = await thief.gallery(`?cursor=${nextCursor}`)

    expect(page).toEqual({ photos: [], nextCursor: null })
  })

  it.each([
    ['a path', '..%2fme'],
    ['an encoded path', '%2e%2e%2f'],
    ['a zero byte', '%00'],
    ['10,000 letters', 'a'.repeat(10_000)],
    ['SQL', "'%20or%201=1--"],
    ['Chinese', '照片'],
  ])('asked for as %s is not found', async (_, id) => {
    const ann = await service.person('ann')

    const answer = await ann.send<ErrorEnvelope>('GET', `/v1/photos/${id}`)

    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'PHOTO_NOT_FOUND' } } })
    expect(answer.body.error.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('a form whose holder changes it', () => {
  it.each<[string, (grant: FormGrant) => Record<string, string>]>([
    ['key', ({ key }) => ({ key: `${key}x` })],
    ["another person's key", () => ({ key: 'photos/somebody/photo' })],
    ['type', () => ({ 'Content-Type': 'text/html' })],
    ['acl', () => ({ acl: 'public-read' })],
    ['storage class', () => ({ 'x-cos-storage-class': 'ARCHIVE' })],
    ['status', () => ({ success_action_status: '204' })],
    ['policy, widened', ({ fields }) => ({ policy: widened(fields['policy'] as string) })],
    ['policy, dropped', () => ({ policy: '' })],
    ['signature', () => ({ 'q-signature': '0'.repeat(40) })],
    [
      'key time',
      ({ fields }) => ({ 'q-key-time': String(fields['q-key-time']).replace(/\d$/, '9').replace(/;\d/, ';2') }),
    ],
  ])('in its %s stores nothing', async (_, change) => {
    const mallory = await service.person('mallory')
    const bytes = photoBytes()
    const { grant, form } = await tampered(mallory, bytes, change)

    const posted = await postForm(form, bytes)
    const [result] = await mallory.confirm(grant.photoId)

    expect(posted.status).toBeGreaterThanOrEqual(400)
    expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_UPLOADED' } })
    expect(objectsOf(mallory)).toEqual([])
  })

  it.each([-1, 1])('in its size by %d byte stores nothing', async (difference) => {
    const mallory = await service.person('mallory')
    const grant = await mallory.grant(uploadRequest(photoBytes('image/jpeg', 1_000)))

    const posted = await postForm(grant, photoBytes('image/jpeg', 1_000 + difference))

    expect(posted.status).toBe(400)
    expect(objectsOf(mallory)).toEqual([])
  })

  it.each<[string, Record<string, string>]>([
    ['x-cos-acl', { 'x-cos-acl': 'public-read' }],
    ['grants', { 'x-cos-grant-read': 'uri="http://cam.qcloud.com/groups/global/AllUsers"' }],
    [
      'full control for everybody',
      { 'x-cos-grant-full-control': 'uri="http://cam.qcloud.com/groups/global/AllUsers"' },
    ],
    ['metadata', { 'x-cos-meta-owner': 'somebody-else' }],
    ['a redirect', { success_action_redirect: 'https://evil.example/' }],
    ['a disposition', { 'Content-Disposition': 'attachment; filename=x.exe' }],
    ['an encoding', { 'Content-Encoding': 'gzip' }],
    ['caching', { 'Cache-Control': 'public, max-age=31536000' }],
  ])('by %s, which no policy names, stores a private object that carries none of it', async (_, fields) => {
    const mallory = await service.person('mallory')
    const bytes = photoBytes()
    const { grant, form } = await tampered(mallory, bytes, () => fields)
    const posted = await postForm(form, bytes)

    const [result] = await mallory.confirm(grant.photoId)

    expect(posted.status).toBeLessThan(400)
    expect(result).toMatchObject({ photo: { status: 'ready' } })
    const [object, ...others] = objectsOf(mallory)
    expect(others).toEqual([])
    expect(object).toMatchObject({ acl: 'private', contentType: 'image/jpeg', storageClass: 'STANDARD' })
    expect(object?.meta).toEqual(ownMetadata())
    expect(JSON.stringify(object)).not.toMatch(/AllUsers|evil|gzip|max-age|filename/)
    const { protocol, host } = new URL(grant.url)
    expect((await fetch(`${protocol}//${host}/${object?.key}`)).status).toBe(403)
  })

  it('by leaving Content-MD5 out, for other bytes of the same size, is rejected and its bytes are deleted', async () => {
    const mallory = await service.person('mallory')
    const grant = await mallory.grant(uploadRequest(photoBytes()))
    const { 'Content-MD5': _, ...fields } = grant.fields
    const posted = await postForm({ url: grant.url, fields }, photoBytes())

    const [result] = await mallory.confirm(grant.photoId)

    expect(posted.status).toBe(200)
    expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_AS_GRANTED' } })
    expect(objectsOf(mallory)).toEqual([])
    expect((await mallory.gallery()).photos).toEqual([])
  })

  it('sent again with other bytes after confirm changes nothing that is shown', async () => {
    const mallory = await service.person('mallory')
    const bytes = photoBytes()
    const grant = await mallory.grant(uploadRequest(bytes))
    await postForm(grant, bytes)
    await mallory.confirm(grant.photoId)
    const { 'Content-MD5': _, ...fields } = grant.fields

    const posted = await postForm({ url: grant.url, fields }, photoBytes())
    await mallory.confirm(grant.photoId)

    expect(posted.status).toBe(200)
    const { photos } = await mallory.gallery()
    const shown = await fetch(photos[0]?.viewUrl as string)
    expect(md5(Buffer.from(await shown.arrayBuffer()))).toBe(md5(bytes))
  })

  it('sent after its end stores nothing', async () => {
    const mallory = await service.person('mallory')
    const bytes = photoBytes()
    const grant = await mallory.grant(uploadRequest(bytes))
    service.emulator.faults.add({ service: 'cos', method: 'POST', fault: { clockSkewSeconds: 601 }, times: 1 })

    const posted = await postForm(grant, bytes)

    expect(posted).toMatchObject({ status: 403, text: expect.stringContaining('AccessDenied') })
    expect(objectsOf(mallory)).toEqual([])
  })
})

describe('bytes that are not what they are said to be', () => {
  it.each([
    ['a text', Buffer.from('GIF is what this text is not, nor is it a JPEG')],
    ['an SVG with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ])('%s named image/jpeg is rejected, and says why', async (_, bytes) => {
    const mallory = await service.person('mallory')
    const grant = await mallory.grant(uploadRequest(bytes, { name: 'photo.jpg' }))
    await postForm(grant, bytes)

    const [result] = await mallory.confirm(grant.photoId)

    expect(result).toMatchObject({ error: { code: 'PHOTO_TYPE_UNSUPPORTED' } })
    expect((await mallory.photo(grant.photoId)).status).toBe('rejected')
    expect(objectsOf(mallory)).toEqual([])
  })

  it('a PNG that was granted as a JPEG is rejected', async () => {
    const mallory = await service.person('mallory')
    const bytes = photoBytes('image/png')
    const grant = await mallory.grant(uploadRequest(bytes, { contentType: 'image/jpeg' }))
    await postForm(grant, bytes)

    const [result] = await mallory.confirm(grant.photoId)

    expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_AS_GRANTED' } })
  })

  it.each(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic'] as const)(
    '%s is itself',
    async (type) => {
      const ann = await service.person('ann')

      const photo = await ann.store(photoBytes(type), { contentType: type })

      expect(photo).toMatchObject({ status: 'ready', contentType: type })
    },
  )
})

describe('a token that is not ours', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (algorithm: string, secret: string, header: unknown, claims: unknown) => {
    const text = `${encode(header)}.${encode(claims)}`
    return `${text}.${createHmac(algorithm, secret).update(text).digest('base64url')}`
  }
  const inAnHour = Math.floor(Date.now() / 1_000) + 3_600

  it.each<[string, (userId: string) => string]>([
    ['with alg none', (sub) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub, exp: inAnHour })}.`],
    ['with alg None', (sub) => `${encode({ alg: 'None', typ: 'JWT' })}.${encode({ sub, exp: inAnHour })}.`],
    ['with another secret', (sub) => sign('sha256', 'another secret', { alg: 'HS256' }, { sub, exp: inAnHour })],
    ['with another algorithm', (sub) => sign('sha512', TEST_JWT_SECRET, { alg: 'HS512' }, { sub, exp: inAnHour })],
    ['that never expires', (sub) => sign('sha256', TEST_JWT_SECRET, { alg: 'HS256' }, { sub })],
    ['without a subject', () => sign('sha256', TEST_JWT_SECRET, { alg: 'HS256' }, { exp: inAnHour })],
    ['that is no token', () => 'not.a.token'],
  ])('%s opens nothing', async (_, forge) => {
    const ann = await service.person('ann')

    const answer = await call(service.url, {
      method: 'GET',
      path: '/v1/photos',
      headers: { authorization: `Bearer ${forge(ann.userId)}` },
    })

    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTH_TOKEN_INVALID' } } })
  })

  it('or has expired opens nothing; it lives two hours at most', async () => {
    const ann = await service.person('ann')
    const twoHoursAgo = () => Date.now() - 2 * 3_600_000 - 1_000
    const { authToken } = createAuthTokens(TEST_JWT_KEYS, twoHoursAgo).issue(ann.userId)

    const answer = await call(service.url, {
      method: 'GET',
      path: '/v1/photos',
      headers: { authorization: `Bearer ${authToken}` },
    })

    expect(answer.status).toBe(401)
  })

  it.each([
    ['POST', '/v1/upload-grants'],
    ['POST', '/v1/confirmations'],
    ['GET', '/v1/photos'],
    ['GET', '/v1/photos/some-photo'],
    ['DELETE', '/v1/photos/some-photo'],
    ['DELETE', '/v1/me'],
  ])('or is missing opens nothing: %s %s, whatever X-WX headers say', async (method, path) => {
    const ann = await service.person('ann')
    const headers = { 'x-wx-openid': 'somebody', 'x-wx-source': 'wx_client', 'x-photolift-user': ann.userId }

    const answer = await call(service.url, { method, path, headers, ...(method === 'POST' && { body: {} }) })

    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTH_TOKEN_INVALID' } } })
  })
})

describe('a request that is not what it should be', () => {
  const login = (body: unknown, headers: Record<string, string> = {}) =>
    call(service.url, { method: 'POST', path: '/v1/login', body, headers })

  it.each<[string, () => Promise<Answer<ErrorEnvelope>>, number, string]>([
    ['malformed JSON', () => login('{"loginCode":'), 400, 'REQUEST_INVALID'],
    ['JSON with __proto__', () => login('{"__proto__":{"a":1},"loginCode":"x"}'), 400, 'REQUEST_INVALID'],
    ['an array', () => login('[]'), 400, 'REQUEST_INVALID'],
    ['no body', () => login(''), 400, 'REQUEST_INVALID'],
    ['an unknown field', () => login({ loginCode: 'code-x', admin: true }), 400, 'REQUEST_INVALID'],
    ['a body over 64 KiB', () => login({ loginCode: 'x'.repeat(65_536) }), 413, 'REQUEST_TOO_LARGE'],
    [
      'a form',
      () => login('loginCode=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'REQUEST_TYPE_UNSUPPORTED',
    ],
    ['XML', () => login('<x/>', { 'content-type': 'text/xml' }), 415, 'REQUEST_TYPE_UNSUPPORTED'],
    ['an unknown route', () => call(service.url, { method: 'GET', path: '/v1/nothing' }), 404, 'ROUTE_NOT_FOUND'],
    ['another method', () => call(service.url, { method: 'PUT', path: '/v1/login', body: {} }), 404, 'ROUTE_NOT_FOUND'],
    ['a malformed address', () => call(service.url, { method: 'GET', path: '/v1/photos/%zz' }), 400, 'REQUEST_INVALID'],
  ])('%s is refused with a code and an id', async (_, send, status, code) => {
    const answer = await send()

    expect(answer).toMatchObject({ status, body: { error: { code } } })
    expect(answer.body.error.requestId).toBe(answer.headers.get('x-request-id'))
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('is told which fields are wrong and why, never what they hold', async () => {
    const ann = await service.person('ann')
    const photo = { ...uploadRequest(photoBytes()), contentMd5: 'secret-value', position: -5 }

    const answer = await ann.send<ErrorEnvelope>('POST', '/v1/upload-grants', { photos: [photo] })

    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toMatch(
      /photos\.0\.contentMd5: .*photos\.0\.position: |photos\.0\.position: .*photos\.0\.contentMd5: /,
    )
    expect(answer.body.error.message).not.toMatch(/secret-value|-5/)
  })

  it.each([
    ['line breaks', 'x\r\nx-cos-acl: public-read\r\n\r\n.jpg'],
    ['quotes', '"; filename="x.html'],
    ['markup', '<script>alert(1)</script>'],
    ['a path', '../../etc/passwd'],
    ['a null', 'a\0b.jpg'],
    ['SQL', "'); drop table photo; --"],
    ['255 bytes of Chinese', '照'.repeat(85)],
    ['emoji', '👨‍👩‍👧‍👦 家.jpg'],
  ])('a name with %s comes back as it is and reaches neither key nor headers', async (_, name) => {
    const ann = await service.person('ann')

    const photo = await ann.store(photoBytes(), { name })

    expect(photo.name).toBe(name)
    const [object] = objectsOf(ann)
    expect(object?.key).toMatch(/^photos\/[0-9a-f]{32}\/[0-9a-f]{32}\/[0-9a-f]{32}$/)
    expect(object?.acl).toBe('private')
    expect(object?.meta).toEqual(ownMetadata())
  })

  it.each(['a'.repeat(256), '照'.repeat(86), '', '\ud800'])(
    'a name that is too long, empty or broken is 400',
    async (name) => {
      const ann = await service.person('ann')

      const answer = await ann.send('POST', '/v1/upload-grants', { photos: [uploadRequest(photoBytes(), { name })] })

      expect(answer.status).toBe(400)
    },
  )

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=%27', 'other=1'])(
    'a page by %s is 400',
    async (query) => {
      const ann = await service.person('ann')

      const answer = await ann.send<ErrorEnvelope>('GET', `/v1/photos?${query}`)

      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } })
    },
  )
})

function widened(policy: string): string {
  const text = Buffer.from(policy, 'base64').toString()
  return Buffer.from(text.replace(/"content-length-range",\d+,\d+/, '"content-length-range",0,5000000000')).toString(
    'base64',
  )
}

function withoutRequestId({ status, body }: Answer): unknown {
  const { error } = body as ErrorEnvelope
  return { status, body: { error: { ...error, requestId: '' } } }
}
