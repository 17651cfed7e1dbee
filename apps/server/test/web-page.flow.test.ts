import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '@photolift/contracts'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client, call, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { Browser, inFragment, PAGE_ORIGIN, webPageEnvironment } from './web-page.js'

const HTML = '<!doctype html><title>照片</title><script type="module" src="/assets/index-BxK3f9a_.js"></script>'

let emulator: Emulator
let folder: string
let service: RunningService
beforeAll(async () => {
  emulator = await startEmulator()
  folder = await mkdtemp(join(tmpdir(), 'photolift-page-'))
  const dist = join(folder, 'dist')
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(dist, 'index.html'), HTML)
  await writeFile(join(dist, '.env'), 'secret')
  await mkdir(join(dist, '.git'))
  await writeFile(join(dist, '.git/config'), 'secret')
  await mkdir(join(dist, '.well-known'))
  await writeFile(join(dist, '.well-known/security.txt'), 'Contact: mailto:photos@example.com')
  await writeFile(join(dist, '.well-known/.draft'), 'secret')
  await writeFile(join(dist, 'assets/.env'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(dist, 'outside.txt'))
  await symlink(folder, join(dist, 'assets/up'))
  await writeFile(join(dist, 'MP_verify_abc.txt'), 'abc')
  await symlink('MP_verify_abc.txt', join(dist, 'MP_verify_same.txt'))
  // Beside a file that is one of the page's.
  await symlink(join(folder, 'secret.txt'), join(dist, 'MP_verify_abc.txt.gz'))
  await writeFile(join(dist, 'assets/index-BxK3f9a_.js'), 'export {}')
  await writeFile(join(dist, 'assets/index-9aBxK3f_.css'), 'body {}')
  service = await runService({
    storage: 'cos',
    emulator,
    environment: { ...webPageEnvironment(emulator), H5_DIST: dist },
  })
})
afterAll(async () => {
  await service.close()
  await emulator.close()
  await rm(folder, { recursive: true })
})

/** As it is written: fetch would tidy the path up. */
function getRaw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.url)
    request({ hostname, port, path, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += String(chunk)))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

describe('the page', () => {
  it('comes with a policy that lets no other script run and no other page frame it', async () => {
    const answer = await fetch(`${service.url}/`)

    expect(await answer.text()).toBe(HTML)
    expect(answer.headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self' blob: data: weixin: ${emulator.cos.endpoint}`,
      `connect-src 'self' ${emulator.cos.endpoint}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it.each([
    ['/assets/index-BxK3f9a_.js', /javascript/, 'public, max-age=31536000, immutable'],
    ['/assets/index-9aBxK3f_.css', /^text\/css/, 'public, max-age=31536000, immutable'],
    ['/index.html', /^text\/html/, 'no-cache'],
    ['/MP_verify_same.txt', /^text\/plain/, 'no-cache'],
    ['/.well-known/security.txt', /^text\/plain/, 'no-cache'],
  ])('%s has its type, and is kept as long as its name is its content', async (path, type, caching) => {
    const { status, headers } = await fetch(service.url + path)

    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(type)
    expect(headers.get('cache-control')).toBe(caching)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    '/assets',
    '/assets/',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//etc/passwd',
    '/.env',
    '/.git/config',
    '/.well-known/.draft',
    '/.well-known/../.env',
    '/assets/.env',
    '/outside.txt',
    '/assets/up/secret.txt',
    '/assets/index-BxK3f9a_.js%00.html',
    '/nothing',
  ])('nothing else is given out: %s', async (path) => {
    const { status, text } = await getRaw(path)

    expect([400, 403, 404]).toContain(status)
    expect(text).not.toContain('secret')
  })

  it('gives out no compressed file that leads outside', async () => {
    const { status, text } = await getRaw('/MP_verify_abc.txt', { 'accept-encoding': 'gzip' })

    expect(status).toBe(404)
    expect(text).not.toContain('secret')
    expect((await getRaw('/MP_verify_abc.txt')).text).toBe('abc')
  })

  it('comes anew where another build has the same length and time, whatever the browser holds', async () => {
    const file = join(folder, 'dist/index.html')
    const whole = new Date('2026-11-28T00:00:00Z')
    await utimes(file, whole, whole)
    const first = await fetch(service.url)
    const held = { etag: first.headers.get('etag'), modified: first.headers.get('last-modified') }
    const other = HTML.replace('BxK3f9a_', '9aBxK3f_')
    await writeFile(file, other)
    await utimes(file, whole, whole)

    const headers: Record<string, string> = {
      ...(held.etag !== null && { 'if-none-match': held.etag }),
      ...(held.modified !== null && { 'if-modified-since': held.modified }),
    }
    // fetch would say by itself that it holds nothing.
    const next = await getRaw('/', headers)
    await writeFile(file, HTML)

    expect(other).toHaveLength(HTML.length)
    expect([next.status, next.text]).toEqual([200, other])
  })

  it("leaves the interface's own headers as they are", async () => {
    const { headers } = await call(service.url, { method: 'GET', path: '/v1/photos' })

    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  })

  it('needs no database: it comes while that is away, and however often', async () => {
    const alone = await runService({
      storage: 'cos',
      emulator,
      environment: {
        ...webPageEnvironment(emulator),
        H5_DIST: join(folder, 'dist'),
        LIMIT_REQUESTS_PER_MINUTE: '1',
      },
    })
    await alone.database.close()

    const answers = [await fetch(alone.url), await fetch(alone.url)]
    await alone.close()

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it('has to be built', async () => {
    const environment = { ...webPageEnvironment(emulator), H5_DIST: join(folder, 'dist/assets') }

    await expect(runService({ storage: 'cos', emulator, environment })).rejects.toThrow('H5_DIST holds no index.html')
  })
})

describe('scripts of other origins', () => {
  const preflight = (origin: string, path = '/v1/upload-grants') =>
    fetch(service.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })

  it('of the web page may call, with a token and without cookies', async () => {
    const { status, headers } = await preflight(PAGE_ORIGIN)

    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(PAGE_ORIGIN)
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization/i)
    expect(headers.get('access-control-max-age')).toBe('7200')
    expect(headers.get('vary')).toMatch(/origin/i)
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('of the web page read errors too, with what they need of the headers', async () => {
    const answer = await fetch(`${service.url}/v1/photos`, { headers: { origin: PAGE_ORIGIN } })

    expect(answer.status).toBe(401)
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE_ORIGIN)
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-request-id, ?retry-after/i)
  })

  it.each([
    'https://evil.example',
    'https://h5.example.com.evil.example',
    'http://h5.example.com',
    'https://h5.example.com:8443',
    'null',
  ])('of %s get nothing', async (origin) => {
    for (const { headers } of [
      await preflight(origin),
      await fetch(`${service.url}/v1/photos`, { headers: { origin } }),
    ]) {
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  it.each(['/metrics', '/healthz', '/openapi.json', '/'])('get nothing of what is no interface: %s', async (path) => {
    const answer = await fetch(service.url + path, { headers: { origin: PAGE_ORIGIN } })

    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect((await preflight(PAGE_ORIGIN, path)).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('get nothing at all where no web page is configured', async () => {
    const plain = await runService({ storage: 'cos', emulator })
    try {
      const { headers } = await fetch(`${plain.url}/v1/photos`, { headers: { origin: PAGE_ORIGIN } })

      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect((await fetch(plain.url)).status).toBe(404)
    } finally {
      await plain.close()
    }
  })
})

describe('a foreign page', () => {
  const changing = Object.entries(ROUTES).filter(([, { method }]) => method !== 'GET')

  it.each(changing)('cannot make a browser that has logged in change anything: %s', async (name, { method, path }) => {
    const browser = new Browser(service.url)
    const webCode = inFragment(await browser.logIn(), 'webCode')
    const person = await Client.loginBy(service.url, { body: { webCode } })
    const photo = await person.store()
    const headers = { cookie: browser.cookie ?? '', origin: 'https://evil.example' }

    const target = { method, path: path.replace(':photoId', photo.photoId), headers }
    const withCookie = await call(service.url, { ...target, body: { photos: [uploadRequest(photoBytes())] } })
    // What a form of any page may send without a preflight.
    const asText = await call(service.url, {
      ...target,
      headers: { ...headers, 'content-type': 'text/plain' },
      body: '{}',
    })

    expect(withCookie.status).toBe(name === 'login' ? 400 : 401)
    expect(asText.status).toBe(415)
    expect(withCookie.headers.get('set-cookie')).toBeNull()
    expect((await person.photo(photo.photoId)).status).toBe('ready')
  })
})
