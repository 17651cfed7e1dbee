import { errcodeOf, readWechatAnswer, type WechatAnswer } from './wechat-answer.js'
import { toForeignAnswer, toRefusal, toUnavailable } from './wechat-failure.js'

export interface WechatCallLimits {
  /** Milliseconds for all tries and the pauses between them. Default 12,000, under the 15 s of `wx.cloud.callContainer`. */
  answerWithinMs?: number
  /** Milliseconds until one try has an answer. Default 5,000. */
  tryWithinMs?: number
}

/** One request to a WeChat API: POST where it has a body, else GET. */
export interface WechatRequest {
  /** Like `/tcb/uploadfile`. */
  path: string
  query?: Readonly<Record<string, string>>
  /** Sent as JSON in raw UTF-8. */
  body?: object
  /** False for what must not be done twice: then only -1 (busy, so not done) is tried again. Default true. */
  repeatable?: boolean
}

/** How long a call may take in all, from now. */
export interface Patience {
  deadline: AbortSignal
  tryWithinMs: number
}

export function startPatience({ answerWithinMs = 12_000, tryWithinMs = 5_000 }: WechatCallLimits): Patience {
  return { deadline: AbortSignal.timeout(answerWithinMs), tryWithinMs }
}

/**
 * Waits for what others may wait for too, such as an access token; it goes on behind the deadline.
 * @throws AppError WECHAT_UNAVAILABLE at the deadline, or what `work` rejects with
 */
export function waitFor<T>(work: Promise<T>, { deadline }: Patience): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    const end = () => reject(toUnavailable('WeChat did not answer in time'))
    if (deadline.aborted) end()
    else deadline.addEventListener('abort', end, { once: true })
  })
  return Promise.race([work, ended])
}

/**
 * Calls a WeChat API. Tries up to three times, with growing pauses, where WeChat says that it is busy or not ready (-1, 85113),
 * something says what WeChat never says (a status that is not 200, a page), or nothing comes at all.
 *
 * @returns an answer without errcode
 * @throws AppError WECHAT_UNAVAILABLE, or what the errcode stands for
 */
export async function callWechat(baseUrl: URL, request: WechatRequest, patience: Patience): Promise<WechatAnswer> {
  // Loaded at the first call: 40 ms that the start of a service does not need.
  const { default: ky } = await import('ky')
  const { repeatable = true } = request
  const response = await ky(toUrl(baseUrl, request), {
    ...toMessage(request),
    fetch: fetchToTheEnd,
    // The query may hold a secret or a token: it follows nobody elsewhere.
    redirect: 'error',
    signal: patience.deadline,
    timeout: patience.tryWithinMs,
    throwHttpErrors: false,
    retry: { limit: RETRIES, methods: repeatable ? ['get', 'post'] : [], retryOnTimeout: true, jitter: true },
    hooks: {
      afterResponse: [
        async (state) => {
          if (state.retryCount === RETRIES) return undefined
          const answer = await readWechatAnswer(state.response.clone())
          const again = answer === undefined ? repeatable : NOT_DONE.has(errcodeOf(answer))
          return again ? ky.retry() : undefined
        },
      ],
    },
  }).catch(rejectWithoutRequest)

  const answer = await readWechatAnswer(response)
  if (answer === undefined) throw toForeignAnswer(response.status)

  const errcode = errcodeOf(answer)
  if (errcode !== undefined) throw toRefusal(errcode, answer)
  return answer
}

const RETRIES = 2
/** Busy; the open interface service has no token yet. */
const NOT_DONE = new Set<number | undefined>([-1, 85113])

/** ky's limit for one try ends with the headers; an answer that stands still behind them has to cost one try too, not all. */
const fetchToTheEnd: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  const text = await response.text()
  const { status, headers } = response
  return new Response(NO_BODY.has(status) ? null : text, { status, headers })
}

const NO_BODY = new Set([204, 205, 304])

function toUrl(baseUrl: URL, { path, query = {} }: WechatRequest): URL {
  const url = new URL(path, baseUrl)
  url.search = new URLSearchParams(query).toString()
  return url
}

/**
 * JSON.stringify leaves all but control characters and lone surrogates as they are, and it must: WeChat's storage takes a `\u`
 * escape for the text of a name. What goes into a body is checked for those two where it comes in. fetch counts Content-Length in
 * bytes.
 */
function toMessage({ body }: WechatRequest): RequestInit {
  if (body === undefined) return { method: 'GET' }
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}

/** The errors of ky and fetch carry the URL, also in their messages: only the system's code of them goes on. */
function rejectWithoutRequest(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') throw toUnavailable(`WeChat did not answer: ${cause.code}`)
  }
  throw toUnavailable('WeChat did not answer in time')
}
