import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from '@jest/globals'
import { answerBody } from './answer-body.js'

const SILENCE_MS = 50

it('a process that was held up reads the bytes that came meanwhile before it calls them missing', async () => {
  const answer = new PassThrough()
  // What a socket got while the process was held up comes after the timers that are due, and before what they put off.
  setTimeout(() => setImmediate(() => answer.end('late for nobody')), SILENCE_MS / 2)
  const read = text(answerBody(answer as unknown as IncomingMessage, { silenceMs: SILENCE_MS }))

  const heldUntil = performance.now() + SILENCE_MS * 2
  while (performance.now() < heldUntil);

  await expect(read).resolves.toBe('late for nobody')
})

it('an answer on which nothing comes is an error', async () => {
  const read = text(answerBody(new PassThrough() as unknown as IncomingMessage, { silenceMs: SILENCE_MS }))

  await expect(read).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', cosErrorCode: 'ETIMEDOUT' })
})
