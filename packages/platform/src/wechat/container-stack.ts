import { AppError, ENVELOPE_HEADER } from '@photolift/contracts'
import type { Clock } from '../ports/clock.js'
import type { HttpRequest, HttpResponse, HttpStack } from '../ports/http-stack.js'
import { timerClock } from '../timer-clock.js'
import { hiddenStatus, isCloudClosed, toCloudAppError } from './cloud-error.js'
import { createWechatHttpStack } from './http-stack.js'
import { lowerCased } from './lower-cased.js'
import { utf8ByteLength } from './utf8-byte-length.js'
import type { WechatApi } from './wechat-api.js'
import type { CloudFailure, ContainerAnswer, WechatCloudApi } from './wechat-cloud-api.js'

/** The channel grants no more, whatever is asked for. */
const TIMEOUT_MAX_MS = 15_000

/** Of a whole request; what is larger is refused here, since the channel would only refuse it after its way. */
const REQUEST_MAX_BYTES = 100 * 1024

/** `wx.cloud` that says it is closed right after `init` is open by then. */
const REOPEN_AFTER_MS = 300

/** The channel can refuse at once while an instance starts; a start takes seconds. */
const COLD_START_PAUSE_MS = 1_000

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE']

/** A service of 云托管, as the console names it. */
export interface WechatContainer {
  /** Such as `prod-1a2b3c`. */
  env: string
  service: string
}

/**
 * HTTP to one service of 云托管 through `wx.cloud.callContainer`, which needs no domain list; of a URL only path and query count.
 * Forms go out through `wx.uploadFile` as ever: photos do not fit through the channel.
 *
 * `send` rejects as the port says and with REQUEST_TOO_LARGE for more than 100 KiB. While an instance starts it tries once more
 * and then rejects with NOT_READY, so whatever is sent here must be fit to be sent twice.
 *
 * @param clock for pauses; the platform's own unless given
 */
export function createWechatContainerStack(
  wx: Pick<WechatApi, 'request' | 'uploadFile'> & WechatCloudApi,
  container: WechatContainer,
  clock: Pick<Clock, 'schedule'> = timerClock,
): HttpStack {
  let opening: Promise<void> | undefined

  function openCloud(): Promise<void> {
    opening ??= open(wx, container.env).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    refuseUnfit(request)
    for (let attempt = 1; ; attempt += 1) {
      if (request.signal?.cancelled) throw cancelled()
      try {
        await openCloud()
        return await call(wx, container, request)
      } catch (failure) {
        const pauseMs = attempt === 1 ? pauseBeforeRetry(failure) : undefined
        if (pauseMs === undefined) throw toError(failure)
        await new Promise<void>((resolve) => {
          clock.schedule(pauseMs, resolve)
        })
      }
    }
  }

  return { send, postForm: createWechatHttpStack(wx).postForm }
}

/** What `callContainer` failed with, before it is translated. */
class CallFailed extends Error {
  constructor(readonly failure: CloudFailure) {
    super(failure.errMsg)
  }
}

async function open(wx: WechatCloudApi, env: string): Promise<void> {
  // Clients older than 2.2.3 have no `cloud` at all.
  if (wx.cloud?.callContainer === undefined) throw new AppError('ROUTE_NOT_FOUND', 'this client has no callContainer')
  try {
    await wx.cloud.init({ env })
  } catch (cause) {
    throw new AppError('WECHAT_UNAVAILABLE', 'wx.cloud.init failed', { cause })
  }
}

function refuseUnfit({ method, url, headers = {}, body = '' }: HttpRequest): void {
  // 102005 otherwise, and POST in silence on old clients.
  if (!METHODS.includes(method)) throw new AppError('REQUEST_INVALID', `callContainer knows no ${method}`)
  const texts = [pathOf(url), ...Object.entries(headers).flat(), typeof body === 'string' ? body : '']
  const byteLength =
    texts.reduce((sum, text) => sum + utf8ByteLength(text), 0) + (typeof body === 'string' ? 0 : body.byteLength)
  if (byteLength > REQUEST_MAX_BYTES)
    throw new AppError(
      'REQUEST_TOO_LARGE',
      `a request of ${byteLength} bytes; callContainer takes ${REQUEST_MAX_BYTES}`,
    )
}

function call(
  { cloud }: WechatCloudApi,
  { env, service }: WechatContainer,
  request: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const stopListening = request.signal?.onCancel(() => reject(cancelled()))
    cloud.callContainer({
      config: { env },
      path: pathOf(request.url),
      method: request.method,
      header: { ...request.headers, 'X-WX-SERVICE': service, [ENVELOPE_HEADER]: '1' },
      ...(request.body === undefined ? {} : { data: request.body }),
      dataType: 'text',
      responseType: 'text',
      timeout: Math.min(request.timeoutMs ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS),
      success: (answer) => {
        stopListening?.()
        if (isColdStart(answer)) reject(new CallFailed({ errMsg: textOf(answer.data) }))
        else resolve({ status: answer.statusCode, headers: lowerCased(answer.header), body: textOf(answer.data) })
      },
      // No answer came, or one that is no success and whose body is lost: clients were seen to do either («unconfirmed» when).
      fail: (failure) => {
        stopListening?.()
        const status = hiddenStatus(failure)
        if (status === undefined) reject(new CallFailed(failure))
        else resolve({ status, headers: {}, body: '' })
      },
    })
  })
}

/** The gateway answers in the place of a service that is still starting. */
function isColdStart({ statusCode, data }: ContainerAnswer): boolean {
  return statusCode >= 500 && typeof data === 'string' && data.includes('SERVICE_NOT_READY')
}

/** `dataType: 'text'` keeps answers unparsed on `wx.request`; «unconfirmed» on this channel. */
function textOf(data: ContainerAnswer['data']): string {
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** @returns undefined where trying again at once does not help */
function pauseBeforeRetry(failure: unknown): number | undefined {
  if (!(failure instanceof CallFailed)) return undefined
  if (isCloudClosed(failure.failure)) return REOPEN_AFTER_MS
  return toCloudAppError(failure.failure).code === 'NOT_READY' ? COLD_START_PAUSE_MS : undefined
}

function toError(failure: unknown): unknown {
  return failure instanceof CallFailed ? toCloudAppError(failure.failure) : failure
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '')
}

function cancelled(): AppError {
  return new AppError('CANCELLED', 'the request was cancelled')
}
