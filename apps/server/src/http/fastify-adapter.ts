import { randomUUID } from 'node:crypto'
import { maxHeaderSize } from 'node:http'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { AppError, JSON_BODY_MAX_BYTES } from '@photolift/contracts'
import { type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import { answerHeaders } from './answer-headers.js'
import { envelopeErrors } from './envelope-errors.js'
import { answerUnreadableAddress, answerUnreadableBytes } from './unreadable-requests.js'

export interface FastifyAdapterOptions {
  logger: Logger
  /** Default 14,000: `wx.cloud.callContainer` waits 15 s, and a login asks WeChat for 12. */
  answerWithinMs?: number | undefined
}

/** Fastify as the service wants it: JSON only, small bodies, our own request ids, our own log lines, and an answer in time. */
export function createFastifyAdapter({ logger, answerWithinMs = 14_000 }: FastifyAdapterOptions): FastifyAdapter {
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
    frameworkErrors: answerUnreadableAddress,
    clientErrorHandler: answerUnreadableBytes,
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
    reply.headers(answerHeaders(request.id))
    done()
  })
  envelopeErrors(fastify)
  answerInTime(fastify, answerWithinMs)
  closeConnectionsWhileStopping(fastify)
  return adapter
}

const REQUEST_ARRIVES_WITHIN_MS = 30_000

function acceptJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  const parse = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // wx.request names JSON as the type of every request, DELETE without a body included.
    if (body === '') return done(null, undefined)
    return parse(request, body, done)
  })
}

/** A database that swallows packets would hold a call for ever. Fastify's own `handlerTimeout` (5.12.8) ends with the request's body. */
function answerInTime(fastify: FastifyInstance, answerWithinMs: number): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    const timer = setTimeout(() => {
      if (!reply.sent) reply.send(new AppError('NOT_READY', 'no answer in time'))
    }, answerWithinMs)
    reply.raw.once('close', () => clearTimeout(timer))
    done()
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
