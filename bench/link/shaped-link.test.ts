import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type ShapedLink, startShapedLink } from './shaped-link.ts'

const RTT_MS = 60
const BITS_PER_SECOND = 20e6
const PHOTO_BYTES = 1_000_000

const target = createServer((incoming, response) => {
  incoming.resume().on('end', () => response.end('ok'))
})
let link: ShapedLink

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    target.listen(0, '127.0.0.1', resolve)
  })
  link = await startShapedLink({
    targetPorts: Array.from({ length: 2 }, () => (target.address() as AddressInfo).port),
    rttMs: RTT_MS,
    bitsPerSecond: BITS_PER_SECOND,
  })
})

afterAll(async () => {
  await link.close()
  target.close()
})

it.each([1, 3])(
  'takes the time that the line needs for 2 MB over %i connections, whatever they lead to',
  async (connections) => {
    const lineMs = (2 * PHOTO_BYTES * 8_000) / BITS_PER_SECOND
    const startedAt = performance.now()

    await Promise.all(
      Array.from({ length: connections }, (_, index) => upload((2 * PHOTO_BYTES) / connections, link.ports[index % 2])),
    )

    // Handshake and answer cost one round trip each. The floor is the model; the ceiling leaves room for a busy machine.
    const elapsedMs = performance.now() - startedAt
    expect(elapsedMs).toBeGreaterThanOrEqual(lineMs + 2 * RTT_MS - 5)
    expect(elapsedMs).toBeLessThan(2 * lineMs)
  },
)

async function upload(byteLength: number, port: number | undefined): Promise<void> {
  const body = Buffer.alloc(Math.round(byteLength))
  await new Promise<void>((resolve, reject) => {
    request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
      response.resume().on('end', resolve)
    })
      .on('error', reject)
      .end(body)
  })
}
