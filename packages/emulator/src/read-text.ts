import type { IncomingMessage } from 'node:http'

/**
 * Reads a small request body as UTF-8.
 *
 * @returns undefined when the body is longer than `maxBytes`; the rest of it is then read and dropped, so that the client can read the answer
 */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let byteLength = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteLength += chunk.length
    if (byteLength <= maxBytes) chunks.push(chunk)
  }
  return byteLength <= maxBytes ? Buffer.concat(chunks).toString('utf8') : undefined
}
