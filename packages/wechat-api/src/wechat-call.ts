import { errcodeOf, readWechatAnswer, type WechatAnswer } from './wechat-answer.js'
import { toRefusal, toUnavailable } from './wechat-failure.js'

export interface WechatCallLimits {
  /** Milliseconds for all tries and the pauses between them. Default 12,000, under the 15 s of `wx.cloud.callContainer`. */
  answerWithinMs?: number
  /** Milliseconds until one try has an answer. Default 5,000. */
  tryWithinMs?: number
}

/**
 * GET of a WeChat API. Tries up to three times, with growing pauses, where WeChat says -1 (busy), something says what WeChat
 * never says (a status that is not 200, a page), or nothing comes at all.
 *
 * @returns an answer without errcode
 * @throws AppError WECHAT_UNAVAILABLE, or what the errcode stands for
 */
export async function callWechat(
  url: URL,
  { answerWithinMs = 12_000, tryWithinMs = 5_000 }: WechatCallLimits,
): Promise<WechatAnswer> {
  // Loaded at the first call: 40 ms that the start of a service does not need.
  const { default: ky } = await import('ky')
  const response = await ky
    .get(url, {
      // The query holds our secret: it follows nobody elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
      timeout: tryWithinMs,
      throwHttpErrors: false,
      retry: { limit: RETRIES, retryOnTimeout: true, jitter: true },
      hooks: {
        afterResponse: [
          async (state) => {
            if (state.retryCount === RETRIES) return undefined
            const answer = await readWechatAnswer(state.response.clone())
            return answer === undefined || errcodeOf(answer) === BUSY ? ky.retry() : undefined
          },
        ],
      },
    })
    .catch(rejectWithoutRequest)

  const answer = await readWechatAnswer(response)
  if (answer === undefined) throw toUnavailable(`what answered with ${response.status} is not WeChat`)

  const errcode = errcodeOf(answer)
  if (errcode !== undefined) throw toRefusal(errcode, answer)
  return answer
}

const RETRIES = 2
const BUSY = -1

/** The errors of ky and fetch carry the URL, also in their messages: only the system's code of them goes on. */
function rejectWithoutRequest(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') throw toUnavailable(`WeChat did not answer: ${cause.code}`)
  }
  throw toUnavailable('WeChat did not answer in time')
}
