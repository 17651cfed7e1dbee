import { setTimeout as delay } from 'node:timers/promises'

/** Bytes are let through ten times a second, so that a slow link is a slow flow and not a row of bursts. */
const SLICES_PER_SECOND = 10

export interface Pace {
  bytesPerSecond: number
  /** Ends the waiting when nobody needs the bytes any more. */
  signal: AbortSignal
}

/** Lets a stream's bytes through no faster than the pace, counted from the first byte. */
export async function* paced(source: AsyncIterable<Buffer>, { bytesPerSecond, signal }: Pace): AsyncGenerator<Buffer> {
  const sliceLength = Math.max(1, Math.ceil(bytesPerSecond / SLICES_PER_SECOND))
  let startedAtMs: number | undefined
  let passed = 0
  for await (const chunk of source) {
    startedAtMs ??= performance.now()
    for (let start = 0; start < chunk.length; start += sliceLength) {
      const slice = chunk.subarray(start, start + sliceLength)
      passed += slice.length
      const dueAtMs = startedAtMs + (passed / bytesPerSecond) * 1000
      const waitMs = dueAtMs - performance.now()
      if (waitMs > 0) await delay(waitMs, undefined, { signal })
      yield slice
    }
  }
}

/** Lets exactly `byteLength` bytes through, then calls `cut`, which must throw. A shorter stream passes whole. */
export async function* cutAfter(
  source: AsyncIterable<Buffer>,
  byteLength: number,
  cut: () => never,
): AsyncGenerator<Buffer> {
  let remaining = byteLength
  if (remaining === 0) cut()
  for await (const chunk of source) {
    if (chunk.length < remaining) {
      remaining -= chunk.length
      yield chunk
    } else {
      yield chunk.subarray(0, remaining)
      cut()
    }
  }
}

const END_OF_HEADERS = '\r\n\r\n'

/**
 * An HTTP answer without what comes later than `byteLength` bytes behind its headers. The source is read to its end, so
 * that whoever writes it finishes.
 */
export async function* shortened(source: AsyncIterable<Buffer>, byteLength: number): AsyncGenerator<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  let remaining: number | undefined
  for await (const chunk of source) {
    let body = chunk
    if (remaining === undefined) {
      head = Buffer.concat([head, chunk])
      const end = head.indexOf(END_OF_HEADERS)
      if (end === -1) continue
      body = head.subarray(end + END_OF_HEADERS.length)
      remaining = byteLength
      yield head.subarray(0, end + END_OF_HEADERS.length)
    }
    if (remaining > 0) yield body.subarray(0, remaining)
    remaining -= Math.min(remaining, body.length)
  }
}
