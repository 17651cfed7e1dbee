import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { ErrorEnvelope } from '@photolift/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerHeaders } from './answer-headers.js'
import { statusOnTheWire } from './envelope-errors.js'

// What these answer never becomes a request with hooks and an error filter; a client reads the same envelope all the same.

/** A path that is no percent-encoding. */
export function answerUnreadableAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const envelope = requestInvalid('the address cannot be read', request.id)
  reply.code(statusOnTheWire(request, 400)).headers(answerHeaders(request.id)).send(envelope)
}

/** Bytes that are no HTTP, headers over Node's limit, or a request whose end does not come. */
export function answerUnreadableBytes(error: Error, socket: Socket): void {
  if (socket.writable) {
    const requestId = randomUUID()
    const body = JSON.stringify(requestInvalid('the request cannot be read', requestId))
    const headers = Object.entries({
      ...answerHeaders(requestId),
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    })
    const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.write(`HTTP/1.1 400 Bad Request\r\n${head}\r\n${body}`)
  }
  socket.destroy(error)
}

function requestInvalid(message: string, requestId: string): ErrorEnvelope {
  return { error: { code: 'REQUEST_INVALID', message, requestId } }
}
