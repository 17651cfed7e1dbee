import { randomUUID } from 'node:crypto'
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
    // A malformed address meets neither hooks nor the error filter; it gets the same answer all the same.
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const error: ErrorEnvelope['error'] = {
        code: 'REQUEST_INVALID',
        message: 'the address cannot be read',
        requestId: request.id,
      }
      reply.code(400).headers({ 'x-request-id': request.id, ...API_HEADERS })
      reply.send({ error })
    },
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
