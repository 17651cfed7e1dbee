import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { AppError } from '@photolift/contracts'
import { silenceError, toCancelled, toConnectionFailure } from './stream-failure.js'

/** What is sent, without being held in memory. */
export interface StreamedBody {
  open: () => Readable
  /** Exactly as many as `open` gives. */
  byteLength: number
  /** Sent around them, such as the frame of a form. */
  head?: Buffer
  tail?: Buffer
  onProgress?: (bytesSent: number) => void
}

export interface HttpExchange {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body?: StreamedBody
  /** How long nothing may move on the connection. A source that is slow to give its bytes does not count. */
  silenceMs: number
  signal?: AbortSignal | undefined
}

/**
 * Sends one request and resolves with the head of its answer, whatever its status; the body has to be read or destroyed. Redirects
 * are not followed.
 *
 * @throws AppError STORAGE_UNAVAILABLE, CANCELLED, and for the body FILE_UNREADABLE and FILE_DAMAGED
 */
export async function exchange(call: HttpExchange): Promise<IncomingMessage> {
  const { method, url, headers, body, silenceMs, signal } = call
  if (signal?.aborted) throw toCancelled()

  const send = url.startsWith('http:') ? httpRequest : httpsRequest
  const outgoing = send(url, {
    method,
    headers: { ...headers, ...(body && { 'content-length': String(byteLengthOf(body)) }) },
    // From the look-up of the name on; the socket's own timer restarts with every byte that leaves or comes.
    timeout: silenceMs,
    ...(signal && { signal }),
  })
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  outgoing.once('response', (answer) => {
    // From here on a slow reader looks like silence: who reads the body tells them apart.
    outgoing.setTimeout(0)
    resolve(answer)
  })
  // Stays after the answer: what breaks later is the body's to tell, and must not end the process.
  outgoing.on('error', (error) => reject(signal?.aborted ? toCancelled() : toConnectionFailure(error)))

  if (body === undefined) {
    outgoing.on('timeout', () => outgoing.destroy(silenceError(silenceMs)))
    outgoing.end()
    return answered
  }
  return Promise.race([answered, pump(body, outgoing, silenceMs).then(() => answered)]).catch((error: unknown) => {
    outgoing.destroy()
    throw error
  })
}

function byteLengthOf({ byteLength, head, tail }: StreamedBody): number {
  return byteLength + (head?.length ?? 0) + (tail?.length ?? 0)
}

/** Hands the bytes over as fast as the network takes them. */
async function pump(body: StreamedBody, outgoing: ClientRequest, silenceMs: number): Promise<void> {
  const source = opened(body)
  let isSourceAwaited = true
  let isOver = false
  outgoing.on('timeout', () => {
    if (!isSourceAwaited) outgoing.destroy(silenceError(silenceMs))
  })
  const stop = () => {
    isOver = true
    source.destroy()
  }
  outgoing.once('close', stop)
  // An answer before the end is a refusal. Its connection is of no more use.
  outgoing.once('response', (answer) => {
    if (!outgoing.writableEnded) answer.once('close', () => outgoing.destroy())
    stop()
  })

  if (body.head) outgoing.write(body.head)
  let sent = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      isSourceAwaited = false
      sent += chunk.length
      if (isOver || sent > body.byteLength) break
      if (!outgoing.write(chunk)) await drained(outgoing)
      body.onProgress?.(sent)
      isSourceAwaited = true
    }
  } catch (error) {
    // The source that was stopped says so.
    if (!isOver) throw toSourceFailure(error)
  }
  if (isOver) return
  if (sent !== body.byteLength) {
    throw new AppError(
      'FILE_DAMAGED',
      `the source has other than the ${body.byteLength} bytes that it was said to have`,
    )
  }
  isSourceAwaited = false
  // Restarts the timer, which may have passed while the source was awaited.
  outgoing.setTimeout(silenceMs)
  outgoing.end(body.tail)
}

function opened(body: StreamedBody): Readable {
  try {
    return body.open()
  } catch (error) {
    throw toSourceFailure(error)
  }
}

/** Resolves, too, where the connection is gone: its error ends the exchange. */
function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.once('drain', done)
    outgoing.once('close', done)
  })
}

function toSourceFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('FILE_UNREADABLE', 'the bytes to send could not be read', { cause: error })
}
