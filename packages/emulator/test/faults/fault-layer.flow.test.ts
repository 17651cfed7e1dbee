import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { FaultControls, FaultRule } from '../../src/faults/fault.js'
import { createFaultLayer } from '../../src/faults/fault-layer.js'
import { createFaultRules } from '../../src/faults/fault-rules.js'
import { type LoopbackServer, listenOnLoopback } from '../../src/loopback-server.js'
import { type Probe, probe } from './probe.js'

let server: LoopbackServer
let faults: FaultControls
/** What the service behind the faults took in whole, and what it saw break off. */
let stored: { byteLength: number; nowMs: number; tokensExpired: boolean }[]
let broken: number

beforeEach(async () => {
  stored = []
  broken = 0
  const rules = createFaultRules(() => performance.now())
  faults = rules.controls
  const layer = createFaultLayer(rules, () => 1_000_000)
  const handler = layer.inFrontOf({
    service: 'cos',
    async handler(request, response) {
      if (request.headers['x-refuse-unread']) {
        response.writeHead(403).end('refused unread')
        return
      }
      const chunks = await request.toArray().catch((error) => {
        broken += 1
        throw error
      })
      const byteLength = Buffer.concat(chunks).length
      stored.push({ byteLength, nowMs: layer.view.nowMs(request), tokensExpired: layer.view.tokensExpired(request) })
      response.setHeader('ETag', '"stored"')
      response.end('x'.repeat(Number(request.headers['x-answer-bytes'] ?? 6)))
    },
    refuse: (response, status, code) => response.writeHead(status).end(`refused ${code}`),
  })
  server = await listenOnLoopback(0, handler)
})
afterEach(() => server.close())

const addFault = (fault: FaultRule['fault'], rest: Partial<FaultRule> = {}) =>
  faults.add({ service: 'cos', fault, ...rest })
const send = (fields: Partial<Probe> = {}) => probe({ url: `${server.endpoint}/photo.jpg`, method: 'PUT', ...fields })

it('lets requests through untouched while no rule is on', async () => {
  const outcome = await send({ body: 'bytes' })

  expect(outcome).toMatchObject({ status: 200, body: 'xxxxxx' })
  expect(stored).toEqual([{ byteLength: 5, nowMs: 1_000_000, tokensExpired: false }])
})

describe('latency', () => {
  it('comes before the answer', async () => {
    addFault({ latencyMs: 120 })

    const outcome = await send({ body: 'bytes' })

    expect(outcome.status).toBe(200)
    expect(outcome.durationMs).toBeGreaterThanOrEqual(119)
  })

  it('ends with the client: what was given up is never handled', async () => {
    addFault({ latencyMs: 60_000 })

    const outcome = await send({ body: 'bytes', timeoutMs: 50 })

    expect(outcome.errorCode).toBe('TIMED_OUT')
    expect(stored).toEqual([])
  })
})

describe('bandwidth', () => {
  it('slows the request body', async () => {
    addFault({ bandwidthBytesPerSecond: 1_000_000 })

    const outcome = await send({ body: Buffer.alloc(200_000) })

    expect(outcome.status).toBe(200)
    expect(outcome.durationMs).toBeGreaterThanOrEqual(199)
    expect(stored[0]?.byteLength).toBe(200_000)
  })

  it('slows the answer, which arrives whole', async () => {
    addFault({ bandwidthBytesPerSecond: 1_000_000 })

    const outcome = await send({ method: 'GET', headers: { 'x-answer-bytes': '200000' } })

    expect(outcome).toMatchObject({ status: 200, headers: { etag: '"stored"' } })
    expect(outcome.body).toHaveLength(200_000)
    expect(outcome.durationMs).toBeGreaterThanOrEqual(199)
  })

  it('lets a client that is still sending read a refusal', async () => {
    addFault({ bandwidthBytesPerSecond: 20_000_000 })

    const outcome = await send({ method: 'POST', body: Buffer.alloc(5_000_000), headers: { 'x-refuse-unread': '1' } })

    expect(outcome).toMatchObject({ status: 403, body: 'refused unread' })
    expect(outcome.errorCode).toBeUndefined()
  })
})

describe('reset', () => {
  it('cuts the connection once so many bytes have come, and the service keeps nothing', async () => {
    addFault({ resetAfterBytes: 100_000 })

    const outcome = await send({ body: Buffer.alloc(200_000) })

    expect(outcome.errorCode).toMatch(/^(ECONNRESET|EPIPE)$/)
    expect(stored).toEqual([])
    expect(broken).toBe(1)
  })

  it('is a TCP RST and no orderly end', async () => {
    addFault({ resetAfterBytes: 3 })

    const socket = connect(server.port, '127.0.0.1')
    socket.write('PUT /photo.jpg HTTP/1.1\r\nHost: loopback\r\nContent-Length: 10\r\n\r\nbytes')
    const ending = await new Promise((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      socket.once('end', () => resolve('FIN'))
    })

    expect(ending).toBe('ECONNRESET')
  })

  it.each([0, 5])('at byte %i of 5 stores nothing', async (resetAfterBytes) => {
    addFault({ resetAfterBytes })

    const outcome = await send({ body: 'bytes' })

    expect(outcome.errorCode).toBe('ECONNRESET')
    expect(stored).toEqual([])
  })

  it('spares a body that is shorter', async () => {
    addFault({ resetAfterBytes: 6 })

    const outcome = await send({ body: 'bytes' })

    expect(outcome.status).toBe(200)
  })
})

it('loses the reply after the request was handled whole', async () => {
  addFault({ loseReply: true }, { times: 1 })

  const lost = await send({ body: Buffer.alloc(100_000), headers: { 'x-answer-bytes': '300000' } })
  const second = await send({ body: 'bytes' })

  expect(lost.errorCode).toBe('ECONNRESET')
  expect(second.status).toBe(200)
  expect(stored.map(({ byteLength }) => byteLength)).toEqual([100_000, 5])
})

describe('an answer that is cut', () => {
  const received = async (answerBytes: number) => {
    const response = await fetch(server.endpoint, { headers: { 'x-answer-bytes': String(answerBytes) } })
    let byteLength = 0
    try {
      for await (const chunk of response.body ?? []) byteLength += (chunk as Uint8Array).length
      return { byteLength, whole: true }
    } catch {
      // fetch tells a broken answer by throwing; what came before it is what this test looks at.
      return { byteLength, whole: false }
    }
  }

  it.each([0, 5, 200_000])('has exactly %i bytes behind its headers', async (byteLength) => {
    addFault({ cutAnswerAfterBytes: byteLength })

    expect(await received(300_000)).toEqual({ byteLength, whole: false })
    expect(stored).toHaveLength(1)
  })

  it('is whole where it is no longer than that', async () => {
    addFault({ cutAnswerAfterBytes: 10 })

    expect([await received(9), await received(10)]).toEqual([
      { byteLength: 9, whole: true },
      { byteLength: 10, whole: true },
    ])
  })

  it('may be slow as well', async () => {
    addFault({ cutAnswerAfterBytes: 10_000, bandwidthBytesPerSecond: 200_000 })

    expect(await received(300_000)).toEqual({ byteLength: 10_000, whole: false })
  })
})

it('stalls: takes the request and never answers', async () => {
  addFault({ stall: true })

  const outcome = await send({ body: Buffer.alloc(100_000), timeoutMs: 100 })

  expect(outcome.errorCode).toBe('TIMED_OUT')
  expect(stored).toEqual([])
})

describe('status and code', () => {
  it('are answered in the form of the service after the whole body was read, and nothing is stored', async () => {
    addFault({ status: 503, code: 'SlowDown' })

    const outcome = await send({ body: Buffer.alloc(5_000_000) })

    expect(outcome).toMatchObject({ status: 503, body: 'refused SlowDown' })
    expect(stored).toEqual([])
  })

  it('without a code are the page of a gateway', async () => {
    addFault({ status: 502 })

    const outcome = await send({ body: 'bytes' })

    expect(outcome).toMatchObject({ status: 502, headers: { 'content-type': 'text/html' } })
    expect(outcome.body).toContain('<h1>502</h1>')
  })

  it('leave the connection usable for the next request', async () => {
    addFault({ status: 503, code: 'SlowDown' }, { times: 1 })

    const refused = await fetch(`${server.endpoint}/`, { method: 'PUT', body: 'bytes' })
    const accepted = await fetch(`${server.endpoint}/`, { method: 'PUT', body: 'bytes' })

    expect([refused.status, accepted.status]).toEqual([503, 200])
  })
})

it('moves the clock and ends tokens for the requests that it meets alone', async () => {
  addFault({ clockSkewSeconds: -60, expireTokens: true }, { times: 1 })

  await send({ body: 'bytes' })
  await send({ body: 'bytes' })

  expect(stored).toEqual([
    { byteLength: 5, nowMs: 940_000, tokensExpired: true },
    { byteLength: 5, nowMs: 1_000_000, tokensExpired: false },
  ])
})

it('applies several faults of a rule together', async () => {
  addFault({ latencyMs: 100, bandwidthBytesPerSecond: 1_000_000, clockSkewSeconds: 1, loseReply: true })

  const outcome = await send({ body: Buffer.alloc(100_000) })

  expect(outcome.errorCode).toBe('ECONNRESET')
  expect(outcome.durationMs).toBeGreaterThanOrEqual(199)
  expect(stored).toEqual([{ byteLength: 100_000, nowMs: 1_001_000, tokensExpired: false }])
})

it('lets the server stop while requests wait, crawl and stall', async () => {
  addFault({ latencyMs: 60_000 }, { times: 1 })
  addFault({ bandwidthBytesPerSecond: 1 }, { times: 1, skip: 1 })
  addFault({ stall: true }, { skip: 2 })

  const outcomes = Promise.all([1, 2, 3].map(() => send({ body: 'some more bytes' })))
  while (faults.list().some(({ met }) => met === 0)) await new Promise(setImmediate)
  await server.close()

  for (const outcome of await outcomes) expect(outcome.errorCode).toBe('ECONNRESET')
  expect(stored).toEqual([])
  server = await listenOnLoopback(0, async () => {})
})
