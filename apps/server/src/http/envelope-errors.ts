import { ENVELOPE_HEADER } from '@photolift/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Gives whoever asks for it every error under HTTP 200, with the same body and headers: `wx.cloud.callContainer` may hide the body of
 * any other status. Log and metrics keep the true status, which the request remembers. Bytes that are no request at all keep theirs: what
 * comes over that channel was written by the platform.
 */
export function envelopeErrors(fastify: FastifyInstance): void {
  fastify.decorateRequest('statusInEnvelope', undefined)
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    reply.code(statusOnTheWire(request, reply.statusCode))
    done()
  })
}

/** The status that an answer leaves with; notes on the request which one that hides. */
export function statusOnTheWire(request: FastifyRequest, status: number): number {
  if (status < 400 || request.headers[ENVELOPE_HEADER] !== '1') return status
  request.statusInEnvelope = status
  return 200
}
