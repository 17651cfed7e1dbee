import type { ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import type { TransferFault } from '../conditions.js'
import { ANSWER } from '../forward-protocol.js'

type OnSent = (bytes: number, isLast: boolean) => void

interface Options {
  readonly fault: TransferFault | undefined
  /** Bytes of the whole body. */
  readonly byteLength: number
  readonly onSent: OnSent | undefined
}

/** Lets the first half of a body through and then does what the fault says; undefined where bodies are left alone. */
export function faultyBody({ fault, byteLength, onSent }: Options): Transform | undefined {
  if (fault !== 'reset' && fault !== 'stalled') return undefined
  let left = Math.floor(byteLength / 2)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const piece = chunk.subarray(0, left)
      left -= piece.length
      onSent?.(piece.length, left === 0)
      this.push(piece)
      if (left > 0) done()
      else if (fault === 'reset') done(brokenConnection())
      // Stalled: no byte moves until the page gives up.
    },
  })
}

/** A connection that the network has broken, as Node tells of it. */
export function brokenConnection(): Error {
  return Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' })
}

/** COS answers a form that has ended in such words, and with 403 (POST Object). */
const EXPIRED = `<?xml version='1.0' encoding='utf-8' ?>
<Error>
	<Code>AccessDenied</Code>
	<Message>You post object request has been expired</Message>
</Error>
`

/** Answers in COS's place that the permission has ended. */
export function answerExpired(response: ServerResponse): void {
  const headers = encodeURIComponent(JSON.stringify([['Content-Type', 'application/xml']]))
  response.writeHead(403, { [ANSWER.status]: '403', [ANSWER.headers]: headers }).end(EXPIRED)
}
