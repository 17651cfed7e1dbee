import type { IncomingMessage, ServerResponse } from 'node:http'
import { readText } from '../read-text.js'
import type { AccessTokens, Moment } from './access-tokens.js'
import { refusalBody, WechatError } from './wechat-error.js'

/** Far above what these endpoints take, so that a wrong client cannot fill the memory. */
const MAX_BODY_BYTES = 1_048_576

/** One call of a server API. */
export interface WechatCall {
  query: Readonly<Record<string, string>>
  /** The JSON body of a POST; empty for a GET. */
  body: Readonly<Record<string, unknown>>
  /** The same as it came. */
  bodyText: string
  /** Where WeChat sees the caller. */
  callerAddress: string
  moment: Moment
}

export interface WechatEndpoint {
  method: 'GET' | 'POST'
  /** Whether the call must carry a valid `access_token`; it is looked at before the body. */
  needsToken: boolean
  /** @throws WechatError */
  answer(call: WechatCall): object
}

/** By path. */
export type WechatEndpoints = Readonly<Record<string, WechatEndpoint>>

export interface EndpointRun {
  endpoint: WechatEndpoint
  url: URL
  moment: Moment
  /** Looks at the token of an endpoint that needs one; absent where no token is asked for. */
  tokens?: AccessTokens
}

/**
 * Runs one call. The order in which WeChat looks for faults is «unconfirmed»: method, token, body.
 * @throws WechatError
 */
export async function runEndpoint(
  request: IncomingMessage,
  { endpoint, url, moment, tokens }: EndpointRun,
): Promise<object> {
  const { method, needsToken } = endpoint
  if (request.method !== method) throw new WechatError(method === 'GET' ? 43001 : 43002)
  const query = Object.fromEntries(url.searchParams)
  if (needsToken) tokens?.check(query['access_token'], moment)
  const callerAddress = request.socket.remoteAddress ?? ''
  if (method === 'GET') return endpoint.answer({ query, body: {}, bodyText: '', callerAddress, moment })

  const bodyText = await readText(request, MAX_BODY_BYTES)
  if (bodyText === '') throw new WechatError(44002)
  const body = parseJsonObject(bodyText)
  return endpoint.answer({ query, body, bodyText: bodyText ?? '', callerAddress, moment })
}

/** Answers with what `run` gives, or as WeChat refuses: with status 200 too. */
export async function answerWechatCall(
  response: ServerResponse,
  moment: Moment,
  run: () => Promise<object>,
): Promise<void> {
  try {
    sendWechatJson(response, await run())
  } catch (error) {
    if (!(error instanceof WechatError)) throw error
    sendWechatJson(response, refusalBody(error.errcode, error.message, moment.nowMs))
  }
}

export function sendWechatJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; encoding=utf-8' }).end(JSON.stringify(body))
}

/** @throws WechatError 47001 */
export function parseJsonObject(text: string | undefined): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>
  } catch {
    // Not JSON: the same refusal as for JSON that is no object.
  }
  throw new WechatError(47001)
}
