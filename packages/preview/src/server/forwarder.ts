import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ANSWER, type TransportFault } from '../forward-protocol.js'
import { type Ask, BadAsk, readAsk } from './ask.js'
import { ForbiddenTarget, TooManyRedirects } from './describe-fault.js'
import { answerExpired, brokenConnection, faultyBody } from './faulty-transfer.js'
import { ProgressStream } from './progress-stream.js'
import type { Direction, Route } from './route.js'
import { ShapedLinks } from './shaped-links.js'

/** Headers that belong to one connection, or that the browser must not act on: it is not what the app talks to. */
const NOT_PASSED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'location',
  'www-authenticate',
  'proxy-authenticate',
  'content-security-policy',
  'strict-transport-security',
  'clear-site-data',
  'alt-svc',
])

const MAX_REDIRECTS = 5

/** Sends requests of `wx` to their targets and streams both bodies, without holding either. */
export class Forwarder {
  readonly #links = new ShapedLinks()
  readonly #progress = new ProgressStream()

  /** Server-sent events that tell how far shaped uploads are. */
  streamProgress(response: ServerResponse): void {
    this.#progress.add(response)
  }

  close(): void {
    this.#progress.close()
  }

  async forward(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#exchange(route, request, response)
    } catch (error) {
      // What is left of the body goes nowhere: a pipe that nobody empties would hold the page's connection up.
      request.unpipe()
      request.resume()
      if (response.headersSent) response.destroy()
      else if (error instanceof BadAsk) response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message)
      else sendFault(response, route.describeFault(error))
    }
  }

  async #exchange(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ask = readAsk(request)
    const direction = route.direct(ask, request)
    if (ask.fault === 'expired') {
      request.resume()
      return answerExpired(response)
    }

    const link = this.#links.get(ask.network)
    const body = this.#toBody({ ask, link, request, response })
    const answer = await follow(route, { ask, direction, body, bodyHeaders: request.headers, response })
    if (ask.fault === 'lost-reply') {
      answer.resume()
      throw brokenConnection()
    }

    writeHead(response, answer)
    if (link) await pipeline(answer, link.downlink(), response)
    else await pipeline(answer, response)
  }

  #toBody({ ask, link, request, response }: Outgoing): Readable {
    const onSent = ask.transfer ? this.#progress.reporter(ask.transfer, response) : undefined
    const byteLength = Number(request.headers['content-length'] ?? 0)
    const faulty = faultyBody({ fault: ask.fault, byteLength, onSent })
    // What a link has carried counts only where it gets out of the phone, too.
    const shaped = link ? request.pipe(link.uplink(faulty ? undefined : onSent)) : request
    return faulty ? shaped.pipe(faulty) : shaped
  }
}

interface Outgoing {
  readonly ask: Ask
  readonly link: ReturnType<ShapedLinks['get']>
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

interface Call {
  readonly ask: Ask
  readonly direction: Direction
  readonly body: Readable
  readonly bodyHeaders: IncomingMessage['headers']
  readonly response: ServerResponse
}

/** Sends, and follows redirects as WeChat does: each hop must be allowed. A body that is gone cannot be sent again. */
async function follow(route: Route, call: Call, hops = 0): Promise<IncomingMessage> {
  const { direction } = call
  if (!route.allows(direction.target)) throw new ForbiddenTarget()
  if (hops > MAX_REDIRECTS) throw new TooManyRedirects()

  const answer = await send(call)
  const target = redirectOf(answer, call)
  if (!target) return answer
  answer.resume()
  return follow(route, { ...call, direction: { ...direction, target } }, hops + 1)
}

async function send(call: Call): Promise<IncomingMessage> {
  const { ask, direction, body, response } = call
  const start = direction.target.protocol === 'https:' ? httpsRequest : httpRequest
  const outgoing = start(direction.target, { method: ask.method, headers: headersFor(call) })
  // The page gave up: so does the phone.
  response.once('close', () => outgoing.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.on('error', reject)
  })
  if (isBodyless(ask)) outgoing.end()
  else body.pipe(outgoing)
  body.once('error', (error) => outgoing.destroy(error))
  const answer = await answered
  // A target may answer before it has read everything: what is left goes nowhere, and the answer counts.
  body.unpipe(outgoing)
  body.resume()
  return answer
}

/** Where a GET or HEAD is sent on to; undefined when the answer is the last one. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, { ask, direction }: Call): URL | undefined {
  const { target, followsRedirects } = direction
  const isRedirect = followsRedirects && [301, 302, 303, 307, 308].includes(statusCode)
  if (!isRedirect || !isBodyless(ask) || !URL.canParse(headers.location ?? '', target)) return undefined
  return new URL(headers.location ?? '', target)
}

function isBodyless({ method }: Ask): boolean {
  return method === 'GET' || method === 'HEAD'
}

function headersFor({ ask, direction, bodyHeaders }: Call): Record<string, string> {
  const contentType = direction.headers['content-type'] ?? bodyHeaders['content-type']
  const length = bodyHeaders['content-length']
  return {
    ...direction.headers,
    ...(contentType !== undefined ? { 'content-type': contentType } : {}),
    ...(!isBodyless(ask) && length !== undefined ? { 'content-length': length } : {}),
  }
}

function writeHead(response: ServerResponse, answer: IncomingMessage): void {
  const status = answer.statusCode ?? 200
  const pairs: [string, string][] = []
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    pairs.push([answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? ''])
  }
  const passed = pairs.filter(([name]) => !NOT_PASSED.has(name.toLowerCase()))
  response.writeHead(status >= 300 && status < 400 ? 200 : status, [
    ...passed.flat(),
    ANSWER.status,
    String(status),
    ANSWER.headers,
    encodeURIComponent(JSON.stringify(pairs)),
  ])
}

function sendFault(response: ServerResponse, fault: TransportFault): void {
  response.writeHead(200, { [ANSWER.fault]: encodeURIComponent(JSON.stringify(fault)) }).end()
}
