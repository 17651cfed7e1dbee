import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ErrorEnvelope } from '@photolift/contracts'
import { type RunningService, runService } from './running-service.js'

let service: RunningService

beforeAll(async () => {
  service = await runService()
})
afterAll(() => service.close())

describe('bytes that are no request', () => {
  it.each([
    ['no HTTP', '\0\r\n\r\n'],
    ['headers over 16 KiB', `GET /v1/photos HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST /v1/login HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/login HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('as %s is answered in the same way, and the connection ends', async (_, bytes) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    socket.write(bytes)

    const [head, body] = (await text(socket)).split('\r\n\r\n') as [string, string]

    const { error } = JSON.parse(body) as ErrorEnvelope
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(head).toContain(`x-request-id: ${error.requestId}`)
    expect(error.code).toBe('REQUEST_INVALID')
  })
})
