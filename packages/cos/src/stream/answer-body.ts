import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { silenceError, toCancelled, toConnectionFailure } from './stream-failure.js'

/**
 * The body of an answer for others to read: fails with AppError alone, notices a connection that breaks off or falls silent, and
 * lets a reader take its time.
 */
export function answerBody(
  answer: IncomingMessage,
  { silenceMs, signal }: { silenceMs: number; signal?: AbortSignal | undefined },
): Readable {
  let silence: NodeJS.Timeout | undefined
  const awaitNothing = () => {
    clearTimeout(silence)
    silence = undefined
  }
  const awaitBytes = () => {
    clearTimeout(silence)
    const timer = setTimeout(() => {
      // A process that was held up finds its timers before the bytes that came meanwhile: those are read first.
      setImmediate(() => {
        if (silence === timer) body.destroy(toConnectionFailure(silenceError(silenceMs)))
      })
    }, silenceMs)
    silence = timer
  }

  const body = new Readable({
    read() {
      awaitBytes()
      answer.resume()
    },
    destroy(error, done) {
      awaitNothing()
      answer.destroy()
      done(error)
    },
  })
  answer.on('data', (chunk: Buffer) => {
    if (body.push(chunk)) return awaitBytes()
    awaitNothing()
    answer.pause()
  })
  answer.on('end', () => {
    awaitNothing()
    body.push(null)
  })
  // It may break before anybody reads: whoever does then hears of it, and until then it must not end the process.
  body.on('error', () => {})
  // Also where the connection closes before the promised length.
  answer.on('error', (error) => body.destroy(signal?.aborted ? toCancelled() : toConnectionFailure(error)))
  answer.pause()
  return body
}

/** The text of a short answer; what is longer is cut off. */
export async function readShortText(answer: IncomingMessage, silenceMs: number): Promise<string> {
  const chunks: Buffer[] = []
  let byteLength = 0
  for await (const chunk of answerBody(answer, { silenceMs })) {
    chunks.push(chunk as Buffer)
    byteLength += (chunk as Buffer).length
    if (byteLength >= SHORT_TEXT_MAX_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, SHORT_TEXT_MAX_BYTES)
}

const SHORT_TEXT_MAX_BYTES = 64 * 1024
