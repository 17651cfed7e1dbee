import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from '../request-view.js'
import { authorize, conditionValues } from './access-control.js'
import { authenticate } from './authentication.js'
import { answerPreflight, setCorsHeaders } from './cors.js'
import { CosError } from './cos-error.js'
import { sendErrorAnswer, setCommonHeaders } from './error-answer.js'
import type { CosHandlerOptions, CosService, Exchange } from './exchange.js'
import { refuseBadKey } from './object-key.js'
import { postObject } from './post-object.js'
import { parseRequestTarget } from './request-target.js'
import { findOperation } from './routes.js'
import { TemporaryKeys } from './temporary-keys.js'
import { urlDecode } from './url-encoding.js'

/**
 * Answers requests as COS does. The promise resolves when the exchange is over, also when the client went away.
 * It rejects on a fault of the emulator's own, after the client got `InternalError`.
 */
export function createCosHandler(options: CosHandlerOptions): RequestHandler {
  const service: CosService = { ...options, temporaryKeys: options.temporaryKeys ?? new TemporaryKeys() }
  return withCosAnswers((request, response) => handle(service, request, response))
}

/** Gives every answer of `handle` what all of COS's have, and turns what it throws into COS's refusals. */
export function withCosAnswers(handle: RequestHandler): RequestHandler {
  return async (request, response) => {
    setCommonHeaders(response)
    try {
      await handle(request, response)
    } catch (error) {
      await refuse(request, response, error)
    }
  }
}

async function handle(service: CosService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange: Exchange = {
    request,
    response,
    method: request.method ?? '',
    target: parseRequestTarget(request.url ?? '', request.headers.host ?? '', service),
    nowMs: service.clock.nowMs(request),
    service,
  }
  if (exchange.method === 'OPTIONS') {
    answerPreflight(exchange)
    return
  }
  setCorsHeaders(exchange)
  const operation = findOperation(exchange)
  if (operation === 'post-object') {
    await postObject(exchange)
    return
  }

  const { key } = exchange.target
  if (key !== '') refuseBadKey(key)
  const caller = authenticate(exchange)
  if (operation.action !== null) {
    authorize(exchange, caller, { action: operation.action, key, values: conditionValues(exchange) })
  }
  await operation.run({ ...exchange, caller })
}

async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
  const clientLeft = request.errored !== null || response.destroyed
  if (clientLeft) return
  // What was not read yet is read and dropped: a client that is still sending reads no answer before.
  request.resume()
  const resource = urlDecode((request.url ?? '/').replace(/\?.*$/s, '')) ?? '/'
  if (error instanceof CosError) {
    const { status, code, message, details } = error
    sendErrorAnswer(response, { status, code, message, details, resource })
    return
  }
  if (response.headersSent) response.destroy()
  else
    sendErrorAnswer(response, {
      status: 500,
      code: 'InternalError',
      message: 'We encountered an internal error.',
      resource,
    })
  throw error
}
