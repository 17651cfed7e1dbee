import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AppError } from '@photolift/contracts'
import { toUnavailable } from '../wechat-failure.js'

export interface MediaAnswer {
  status: number
  /** Whether `Content-disposition` names a file. */
  isAttachment: boolean
  byteLength: number | undefined
  /** The first bytes; `chunks` go on behind them. */
  prefix: Buffer
  chunks: AsyncGenerator<Buffer>
  /** Ends the connection. */
  abandon(): void
}

export interface MediaEnds {
  deadline: AbortSignal
  signal: AbortSignal | undefined
  connectWithinMs: number
  silenceMs: number
}

/**
 * One GET, without following redirects, whose answer is read as fast as somebody takes it.
 *
 * @throws AppError WECHAT_UNAVAILABLE, CANCELLED; nothing of the URL, which holds a token, is in it
 */
export async function requestMedia(url: URL, prefixBytes: number, ends: MediaEnds): Promise<MediaAnswer> {
  const answer = await send(url, ends)
  const chunks = readChunks(answer, ends)
  const first: Buffer[] = []
  let byteLength = 0
  while (byteLength < prefixBytes) {
    const { value, done } = await chunks.next()
    if (done) break
    first.push(value)
    byteLength += value.length
  }
  const length = answer.headers['content-length']
  return {
    status: answer.statusCode ?? 0,
    isAttachment: /^attachment\b/i.test(answer.headers['content-disposition'] ?? ''),
    byteLength: length === undefined ? undefined : Number(length),
    prefix: Buffer.concat(first),
    chunks,
    abandon: () => void answer.destroy(),
  }
}

async function send(url: URL, { deadline, signal, connectWithinMs }: MediaEnds): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const open = url.protocol === 'http:' ? httpRequest : httpsRequest
  const all = signal === undefined ? deadline : AbortSignal.any([deadline, signal])
  const outgoing = open(url, { method: 'GET', headers: { accept: '*/*' }, signal: all })
  const impatience = setTimeout(() => outgoing.destroy(new Error('no answer')), connectWithinMs)
  outgoing.once('response', resolve)
  // Stays after the answer: what breaks later is the body's to tell, and must not end the process.
  outgoing.on('error', (error) => reject(toFailure(error, signal)))
  outgoing.end()
  return promise.finally(() => clearTimeout(impatience))
}

async function* readChunks(
  answer: IncomingMessage,
  { signal, silenceMs }: Pick<MediaEnds, 'signal' | 'silenceMs'>,
): AsyncGenerator<Buffer> {
  const iterator = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  try {
    for (;;) {
      // A reader that takes its time is no silence: the timer runs while a byte is awaited.
      const silence = setTimeout(() => answer.destroy(new Error('silence')), silenceMs)
      const { value, done } = await iterator.next().finally(() => clearTimeout(silence))
      if (done) return
      yield value
    }
  } catch (error) {
    // Also where the connection closes before the promised length.
    throw toFailure(error, signal)
  } finally {
    answer.destroy()
  }
}

function toFailure(error: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted) return new AppError('CANCELLED', 'the download was cancelled')
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? `: ${error.code}` : ''
  return toUnavailable(`WeChat did not give the media to its end${code}`)
}
