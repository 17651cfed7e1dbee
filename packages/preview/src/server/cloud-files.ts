import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { CloudFilesAnswer } from '../forward-protocol.js'

/**
 * Answers where files of the cloud are, by asking what stands for the cloud: `POST <endpoint>/cloud-files` with a
 * `CloudFilesQuestion`.
 */
export async function answerCloudFiles(
  endpoint: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const question = await text(request)
  const answer = (status: number, body: object) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body))
  if (endpoint === undefined) {
    answer(501, { error: 'cloud:// files need --cloud-files: the preview does not know where they are' })
    return
  }

  try {
    const asked = await fetch(`${endpoint.replace(/\/$/, '')}/cloud-files`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: question,
    })
    if (!asked.ok) throw new Error(`status ${asked.status}`)
    answer(200, (await asked.json()) as CloudFilesAnswer)
  } catch (error) {
    answer(502, { error: `${endpoint}, which --cloud-files names, does not tell of cloud:// files: ${String(error)}` })
  }
}
