import { randomUUID } from 'node:crypto'
import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { type ErrorEnvelope, JSON_BODY_MAX_BYTES } from '@photolift/contracts'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'

/** Fastify as the service wants it: JSON only, small bodies, our own request ids, our own log lines. */
export function createFastifyAdapter(logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Our lines carry the request's id themselves; a child logger for each request costs more than the line.
    childLoggerFactory: () => logger,
    genReqId: () => randomUUID(),
    bodyLimit: JSON_BODY_MAX_BYTES,
    // A photoId is any text, so no length makes it another error than PHOTO_NOT_FOUND; Node's limit on headers bounds it.
    routerOptions: { maxParamLength: maxHeaderSize },
    // Fastify's default lets a body take for ever, and with it a connection.
    requestTimeout: REQUEST_ARRIVES_WITHIN_MS,
    // Neither a malformed address nor what is no HTTP meets hooks and the error filter; they get the same answer all the same.
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      reply.code(400).headers({ 'x-request-id': request.id, ...API_HEADERS })
      reply.send(requestInvalid('the address cannot be read', request.id))
    },
    clientErrorHandler: answerWhatIsNoHttp,
    // Requests on connections that are open when the service stops are finished, not refused.
    return503OnClosing: false,
    skipMiddie: true,
    multipart: false,
  })
  const fastify = adapter.getInstance<FastifyInstance>()
  acceptJsonOnly(fastify)
  fastify.decorateRequest('userId', undefined)
  fastify.decorateRequest('errorCode', undefined)
  fastify.decorateRequest('logFields', undefined)
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'x-request-id': request.id, ...API_HEADERS })
    done()
  })
  closeConnectionsWhileStopping(fastify)
  return adapter
}

/** Answers are data for one person: nothing caches them, sniffs them, frames them or runs what is in them. */
const API_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const REQUEST_ARRIVES_WITHIN_MS = 30_000

function requestInvalid(message: string, requestId: string): ErrorEnvelope {
  return { error: { code: 'REQUEST_INVALID', message, requestId } }
}

/** Node found no request in the bytes, headers over its limit, or no end of them in time. */
function answerWhatIsNoHttp(error: Error & { code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const requestId = randomUUID()
  const body = JSON.stringify(requestInvalid('the request is not HTTP that can be read', requestId))
  const headers = {
    'x-request-id': requestId,
    ...API_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  if (socket.writable) socket.write(`HTTP/1.1 400 Bad Request\r\n${head.join('')}\r\n${body}`)
  socket.destroy(error)
}

function acceptJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  const parse = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // wx.request names JSON as the type of every request, DELETE without a body included.
    if (body === '') return done(null, undefined)
    return parse(request, body, done)
  })
}

/** A kept-alive connection whose last answer leaves while the service stops would hold it up until the client lets go. */
function closeConnectionsWhileStopping(fastify: FastifyInstance): void {
  let isStopping = false
  fastify.addHook('preClose', (done) => {
    isStopping = true
    done()
  })
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isStopping) reply.header('connection', 'close')
    done()
  })
}
