import { openidOf } from '../../conditions.js'
import { ASK } from '../../forward-protocol.js'
import type { Answer } from '../network/transfer.js'
import { ApiFailure } from './api.js'
import { type CallData, toBody, toResult, withQuery } from './call-data.js'
import { cloudFailure } from './cloud-failure.js'
import { toHeaders } from './network-call.js'
import type { Phone } from './phone.js'

export interface ContainerOptions {
  readonly config?: { readonly env?: string }
  /** With its query; starts with `/`. */
  readonly path: string
  /** The same as the header `X-WX-SERVICE`. */
  readonly service?: string
  readonly method?: string
  readonly data?: CallData
  readonly header?: Readonly<Record<string, unknown>>
  readonly timeout?: number
  readonly dataType?: string
  readonly responseType?: 'text' | 'arraybuffer'
  readonly followRedirect?: boolean
}

/** Others fail or, in old base libraries, silently become POST. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
/** A longer timeout is not granted. */
const MAX_TIMEOUT_MS = 15_000
/** WeChat's pages name 20 MiB for bytes elsewhere; an app that holds to this one is safe either way. */
const MAX_REQUEST_BYTES = 100 * 1024
const MAX_REPLY_BYTES = 1000 * 1024

const CODES = {
  arguments: 40097,
  notReached: 102002,
  method: 102005,
  requestSize: -606001,
  replySize: -606002,
} as const
/** `errno` of a call that ran out of time, as for wx.request. */
const TIMED_OUT = 5

/** wx.cloud.callContainer: like wx.request, but over WeChat's own channel with its own limits. */
export async function callContainer(
  phone: Phone,
  options: ContainerOptions,
  ownEnv: string | undefined,
): Promise<object> {
  phone.requests.count += 1
  const call = prepare(phone, options, ownEnv)
  meetColdStart(phone)
  const answer = await phone.network.start(call).answer.catch((error: unknown) => {
    throw toCloudFailure(error)
  })

  if (answer.body.byteLength > MAX_REPLY_BYTES)
    throw cloudFailure(CODES.replySize, `response size ${answer.body.byteLength} exceeds ${MAX_REPLY_BYTES}`)
  if (!isSuccess(answer) && phone.conditions.now.containerErrors === 'fail')
    // Status and body are lost. Clients were seen to do this and the other thing («unconfirmed» which does what when).
    throw new ApiFailure('INTERNAL_REQUEST_FAIL')
  return { ...toResult(answer, options), callID: crypto.randomUUID() }
}

function prepare(phone: Phone, options: ContainerOptions, ownEnv: string | undefined) {
  const { config, service, header, data, timeout = MAX_TIMEOUT_MS } = options
  if (options.followRedirect !== undefined)
    throw new Error('wx.cloud.callContainer({ followRedirect }) is not in the preview')
  const method = (options.method ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw cloudFailure(CODES.method, `invalid request method ${method}`)

  const { 'x-wx-service': named, ...own } = toHeaders(header)
  const headers = { 'content-type': 'application/json', ...own }
  const path = checkPath(options.path)
  const body = method === 'GET' ? null : toBody(data, headers['content-type'])
  const byteLength = body === null ? 0 : new Blob([body]).size
  if (byteLength > MAX_REQUEST_BYTES)
    throw cloudFailure(CODES.requestSize, `request size ${byteLength} exceeds ${MAX_REQUEST_BYTES}`)

  return {
    via: 'container',
    carries: 'message',
    target: method === 'GET' ? withQuery(path, data) : path,
    ask: {
      [ASK.containerEnv]: config?.env ?? ownEnv ?? '',
      [ASK.containerService]: service ?? named ?? '',
      [ASK.openid]: openidOf(phone.conditions.now),
    },
    method,
    headers,
    body,
    timeoutMs: Math.min(timeout, MAX_TIMEOUT_MS),
  } as const
}

/** "Chinese in a query: encode it yourself." What is not ASCII would reach the container damaged, or not at all. */
function checkPath(path: unknown): string {
  if (typeof path === 'string' && /^\/[\x21-\x7e]*$/.test(path)) return path
  throw cloudFailure(CODES.arguments, `invalid path "${String(path)}"`)
}

/** An instance that still starts: the gateway answers in its place. */
function meetColdStart({ conditions }: Phone): void {
  const left = Number(conditions.now.coldStarts)
  if (left === 0) return
  conditions.set({ coldStarts: String(left - 1) })
  throw cloudFailure(CODES.notReached, 'SERVICE_NOT_READY')
}

function toCloudFailure(error: unknown): unknown {
  if (!(error instanceof ApiFailure) || error.errno === undefined) return error
  return error.errno === TIMED_OUT
    ? cloudFailure(CODES.notReached, 'request timeout')
    : cloudFailure(error.errno, error.message)
}

function isSuccess({ statusCode }: Answer): boolean {
  return statusCode >= 200 && statusCode < 300
}
