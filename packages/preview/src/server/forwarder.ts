import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ANSWER, ASK, type TransportFault } from '../forward-protocol.js'
import { describeFault, ForbiddenTarget, TooManyRedirects } from './describe-fault.js'
import { ProgressStream } from './progress-stream.js'
import { type LinkName, ShapedLinks } from './shaped-links.js'
import { isAllowedTarget } from './target.js'

interface Ask {
  readonly target: URL
  readonly method: string
  readonly headers: Record<string, string>
  readonly network: LinkName
  readonly transfer: string
}

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

/** Where WeChat says its requests come from; an app cannot choose it (network guide). */
const REFERER = 'https://servicewechat.com/preview/devtools/page-frame.html'

const MAX_REDIRECTS = 5

/** Sends requests of `wx` to their targets and streams both bodies, without holding either. */
export class Forwarder {
  readonly #allowedHosts: readonly string[]
  readonly #links = new ShapedLinks()
  readonly #progress = new ProgressStream()

  constructor({ allowedHosts }: { allowedHosts: readonly string[] }) {
    this.#allowedHosts = allowedHosts
  }

  /** Server-sent events that tell how far shaped uploads are. */
  streamProgress(response: ServerResponse): void {
    this.#progress.add(response)
  }

  close(): void {
    this.#progress.close()
  }

  async forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ask = readAsk(request)
    if (typeof ask === 'string') {
      request.resume()
      response.writeHead(400, { 'content-type': 'text/plain' }).end(ask)
      return
    }
    try {
      await this.#exchange(ask, request, response)
    } catch (error) {
      request.resume()
      if (response.headersSent) response.destroy()
      else sendFault(response, describeFault(error))
    }
  }

  async #exchange(ask: Ask, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const link = this.#links.get(ask.network)
    const onSent = link && ask.transfer ? this.#progress.reporter(ask.transfer) : undefined
    const body = link ? request.pipe(link.uplink(onSent)) : request
    const answer = await this.#follow({ ask, body, bodyHeaders: request.headers, response })

    writeHead(response, answer)
    if (link) await pipeline(answer, link.downlink(), response)
    else await pipeline(answer, response)
  }

  /** Sends, and follows redirects as WeChat does: each hop must be allowed. A body that is gone cannot be sent again. */
  async #follow(call: Call, hops = 0): Promise<IncomingMessage> {
    const { ask } = call
    if (!isAllowedTarget(ask.target, this.#allowedHosts)) throw new ForbiddenTarget()
    if (hops > MAX_REDIRECTS) throw new TooManyRedirects()

    const answer = await send(call)
    const target = redirectOf(answer, ask)
    if (!target) return answer
    answer.resume()
    return this.#follow({ ...call, ask: { ...ask, target } }, hops + 1)
  }
}

interface Call {
  readonly ask: Ask
  readonly body: Readable
  readonly bodyHeaders: IncomingMessage['headers']
  readonly response: ServerResponse
}

async function send({ ask, body, bodyHeaders, response }: Call): Promise<IncomingMessage> {
  const start = ask.target.protocol === 'https:' ? httpsRequest : httpRequest
  const outgoing = start(ask.target, { method: ask.method, headers: headersFor(ask, bodyHeaders) })
  // The page gave up: so does the phone.
  response.once('close', () => outgoing.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.on('error', reject)
  })
  if (isBodyless(ask)) outgoing.end()
  else body.pipe(outgoing)
  const answer = await answered
  // A target may answer before it has read everything: what is left goes nowhere, and the answer counts.
  body.unpipe(outgoing)
  body.resume()
  return answer
}

/** Where a GET or HEAD is sent on to; undefined when the answer is the last one. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, ask: Ask): URL | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode)
  if (!isRedirect || !isBodyless(ask) || !URL.canParse(headers.location ?? '', ask.target)) return undefined
  return new URL(headers.location ?? '', ask.target)
}

function isBodyless({ method }: Ask): boolean {
  return method === 'GET' || method === 'HEAD'
}

function readAsk({ headers, method }: IncomingMessage): Ask | string {
  const text = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
  if (method !== 'POST') return 'Calls of wx are sent by POST.'
  if (!URL.canParse(text(ASK.target))) return `${ASK.target} must be an absolute URL.`
  try {
    return {
      target: new URL(text(ASK.target)),
      method: text(ASK.method) || 'GET',
      headers: JSON.parse(decodeURIComponent(text(ASK.headers) || '{}')) as Record<string, string>,
      network: (text(ASK.network) || 'wifi') as LinkName,
      transfer: text(ASK.transfer),
    }
  } catch {
    return `${ASK.headers} must be percent-encoded JSON.`
  }
}

function headersFor(ask: Ask, bodyHeaders: IncomingMessage['headers']): Record<string, string> {
  const contentType = ask.headers['content-type'] ?? bodyHeaders['content-type']
  const length = bodyHeaders['content-length']
  return {
    ...ask.headers,
    referer: REFERER,
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
