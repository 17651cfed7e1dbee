import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished, pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { RequestHandler, RequestView } from '../request-view.js'
import { detachedResponse } from './detached-response.js'
import type { Fault, FaultRule } from './fault.js'
import type { FaultRules } from './fault-rules.js'
import { receivedRequest } from './received-request.js'
import { paced, shortened } from './shape-stream.js'

export interface FaultyService {
  service: FaultRule['service']
  handler: RequestHandler
  /** Sends the service's own form of a refusal. */
  refuse(response: ServerResponse, status: number, code: string): void
}

export interface FaultLayer {
  /** How the handlers must see each request. */
  view: RequestView
  /** Puts the faults in front of a service. */
  inFrontOf(service: FaultyService): RequestHandler
}

/** @param now milliseconds since the epoch, before any skew */
export function createFaultLayer(rules: FaultRules, now: () => number): FaultLayer {
  const faults = new WeakMap<IncomingMessage, Fault>()

  return {
    view: {
      nowMs: (request) => now() + (faults.get(request)?.clockSkewSeconds ?? 0) * 1000,
      tokensExpired: (request) => faults.get(request)?.expireTokens ?? false,
    },
    inFrontOf: (service) => async (request, response) => {
      const fault = rules.meet(service.service, request)
      if (!fault) return service.handler(request, response)

      const clientGone = new AbortController()
      response.once('close', () => clientGone.abort())
      if (fault.latencyMs) await delay(fault.latencyMs, undefined, { signal: clientGone.signal })
      const received = receivedRequest(request, fault, clientGone.signal)
      faults.set(received, fault)
      await answer({ service, fault, received, response, signal: clientGone.signal })
    },
  }
}

interface Exchange {
  service: FaultyService
  fault: Fault
  received: IncomingMessage
  response: ServerResponse
  signal: AbortSignal
}

async function answer({ service, fault, received, response, signal }: Exchange): Promise<void> {
  if (fault.stall) return readToEnd(received)

  const handle = fault.status === undefined && fault.code === undefined ? service.handler : refuseBy(service, fault)
  if (fault.loseReply) return loseReply(handle, received)
  if (fault.bandwidthBytesPerSecond === undefined && fault.cutAnswerAfterBytes === undefined) {
    return handle(received, response)
  }
  return answerShaped(handle, { fault, received, signal })
}

async function answerShaped(
  handle: RequestHandler,
  { fault, received, signal }: Pick<Exchange, 'fault' | 'received' | 'signal'>,
): Promise<void> {
  const { bandwidthBytesPerSecond, cutAnswerAfterBytes } = fault
  const { socket } = received
  const { response, wire } = detachedResponse(received)
  let bytes: AsyncIterable<Buffer> = wire
  if (cutAnswerAfterBytes !== undefined) bytes = shortened(bytes, cutAnswerAfterBytes)
  if (bandwidthBytesPerSecond !== undefined) bytes = paced(bytes, { bytesPerSecond: bandwidthBytesPerSecond, signal })
  await Promise.all([handle(received, response), pipeline(bytes, socket, { end: false })])
  // To end a connection on which a body is still coming in would reset it, and the answer with it.
  if (!received.destroyed) await readToEnd(received)
  socket.end()
}

async function loseReply(handle: RequestHandler, received: IncomingMessage): Promise<void> {
  const { socket } = received
  const { response: unheard, wire } = detachedResponse(received)
  wire.resume()
  await Promise.all([handle(received, unheard), finished(wire)])
  socket.resetAndDestroy()
}

function refuseBy({ service, refuse }: FaultyService, { status, code }: Fault): RequestHandler {
  return async (request, response) => {
    // A client that is still sending would meet a broken connection instead of the answer.
    await readToEnd(request)
    const answered = status ?? (service === 'wechat' ? 200 : 500)
    if (code !== undefined) return refuse(response, answered, code)
    // Without a code it is not the service that answers but a gateway in front of it.
    const page = `<html><head><title>${answered}</title></head><body><h1>${answered}</h1></body></html>`
    response.writeHead(answered, { 'Content-Type': 'text/html' }).end(page)
  }
}

async function readToEnd(request: IncomingMessage): Promise<void> {
  request.resume()
  await finished(request)
}
