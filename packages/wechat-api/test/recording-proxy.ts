import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** One call as it came over the wire. */
export interface RecordedCall {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface RecordingProxy {
  endpoint: string
  /** In the order in which they came. */
  calls: RecordedCall[]
  /** Those with this path, since the last `calls.length = 0`. */
  callsOf(path: string): RecordedCall[]
  /** Awaited before each call goes on; replace it to hold calls up. */
  beforeForward: (call: RecordedCall) => Promise<void> | void
  /** Called when the answer is there and the client does not have it yet. */
  beforeAnswer: (call: RecordedCall) => void
  close(): void
}

/** Stands before the emulator and writes down what a client really sends. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request)
      const url = new URL(request.url ?? '/', target)
      const { method = 'GET', headers } = request
      const call = { method, path: url.pathname, query: url.searchParams, headers, body }
      proxy.calls.push(call)
      await proxy.beforeForward(call)
      const answer = await fetch(url, { method, ...(method === 'POST' && { body: new Uint8Array(body) }) })
      const answerBody = Buffer.from(await answer.arrayBuffer())
      proxy.beforeAnswer(call)
      response.writeHead(answer.status).end(answerBody)
    })().catch(() => request.socket.destroy()) // The emulator cut the connection: so does this.
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const proxy: RecordingProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    callsOf: (path) => proxy.calls.filter((call) => call.path === path),
    beforeForward: () => {},
    beforeAnswer: () => {},
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return proxy
}
