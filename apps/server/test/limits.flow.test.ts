import { afterEach, describe, expect, it } from '@jest/globals'
import type { ErrorEnvelope } from '@photolift/contracts'
import { call, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'

const running: RunningService[] = []

async function run(environment: Record<string, string>): Promise<RunningService> {
  const service = await runService({ environment })
  running.push(service)
  return service
}

afterEach(async () => {
  for (const service of running.splice(0)) await service.close()
})

/** Statuses of so many requests, each by its own headers. */
async function statuses(service: RunningService, requests: Record<string, string>[]): Promise<number[]> {
  const found: number[] = []
  for (const headers of requests)
    found.push((await call(service.url, { method: 'GET', path: '/v1/photos', headers })).status)
  return found
}

/** So that no minute ends while a test counts. */
function toTheStartOfAMinute({ clock }: RunningService): void {
  clock.advanceSeconds((60_000 - (clock.now() % 60_000)) / 1_000)
}

describe('calls for grants', () => {
  it("beyond the minute are 429, say when to come back, and are the person's alone", async () => {
    const service = await run({ LIMIT_GRANTS_PER_MINUTE: '3' })
    const ann = await service.person('ann')
    const bob = await service.person('bob')
    toTheStartOfAMinute(service)
    for (let count = 0; count < 3; count++) await ann.authorize(uploadRequest(photoBytes()))

    const refused = await ann.send<ErrorEnvelope>('POST', '/v1/upload-grants', {
      photos: [uploadRequest(photoBytes())],
    })
    const others = await bob.authorize(uploadRequest(photoBytes()))
    service.clock.advanceSeconds(60)
    const later = await ann.authorize(uploadRequest(photoBytes()))

    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect([...others, ...later].map(({ kind }) => kind)).toEqual(['form', 'form'])
  })

  it('are counted exactly when they come at once', async () => {
    const service = await run({ LIMIT_GRANTS_PER_MINUTE: '5' })
    const ann = await service.person('ann')
    toTheStartOfAMinute(service)
    const photos = Array.from({ length: 20 }, () => uploadRequest(photoBytes()))

    const answers = await Promise.all(photos.map((photo) => ann.send('POST', '/v1/upload-grants', { photos: [photo] })))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })
})

describe('requests of one address', () => {
  it('beyond the minute are 429 before they are read; probes still answer', async () => {
    const service = await run({ LIMIT_REQUESTS_PER_MINUTE: '3' })
    toTheStartOfAMinute(service)

    const found = await statuses(service, [{}, {}, {}, {}])
    const refused = await call(service.url, { method: 'POST', path: '/v1/login', body: '{not read' })
    const probe = await call(service.url, { method: 'GET', path: '/healthz' })
    service.clock.advanceSeconds(60)
    const later = await statuses(service, [{}])

    expect(found).toEqual([401, 401, 401, 429])
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(probe.status).toBe(200)
    expect(later).toEqual([401])
  })

  it('are counted by the socket: no header makes another client', async () => {
    const service = await run({ LIMIT_REQUESTS_PER_MINUTE: '2' })
    toTheStartOfAMinute(service)
    const headers = [
      { 'x-forwarded-for': '1.1.1.1' },
      { 'x-real-ip': '2.2.2.2' },
      { 'x-original-forwarded-for': '3.3.3.3' },
    ]

    expect(await statuses(service, headers)).toEqual([401, 401, 429])
  })

  it('are counted by the configured header alone where one is configured', async () => {
    const service = await run({ LIMIT_REQUESTS_PER_MINUTE: '1', CLIENT_ADDRESS_HEADER: 'X-Original-Forwarded-For' })
    toTheStartOfAMinute(service)
    const from = (address: string) => ({ 'x-original-forwarded-for': address })

    const found = await statuses(service, [
      from('1.1.1.1'),
      from('1.1.1.1'),
      from('9.9.9.9, 1.1.1.1'),
      from('2.2.2.2'),
      from('2001:db8::1'),
      from('2001:db8::2'),
      from('2001:db8:0:1::1'),
    ])

    expect(found).toEqual([401, 429, 429, 401, 401, 429, 401])
  })

  it('are not limited where the limit is off', async () => {
    const service = await run({ LIMIT_REQUESTS_PER_MINUTE: '1', CLIENT_ADDRESS_HEADER: 'off' })

    expect(await statuses(service, [{}, {}, {}])).toEqual([401, 401, 401])
  })
})
