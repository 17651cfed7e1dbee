import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What `/form` found in a form. */
export interface ReceivedForm {
  fields: [name: string, value: string][]
  fileField: string
  fileMd5: string
  fileByteLength: number
  /** The file came after all fields: COS ignores what follows it. */
  fileIsLast: boolean
  contentLength: string | undefined
}

/** A server that answers in all the ways that matter to an HttpStack, to any origin. */
export class AnsweringServer {
  /** Connections that were cut by the client before they were answered. */
  abandonedCount = 0
  readonly requestedPaths: string[] = []
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error))
    })
  }

  static async start(): Promise<AnsweringServer> {
    const server = new AnsweringServer()
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Resolves when the next request for this path has come. */
  async nextRequest(path: string): Promise<void> {
    const count = () => this.requestedPaths.filter((requested) => requested === path).length
    const before = count()
    while (count() === before) await once(this.#server, 'asked')
  }

  /** Resolves when so many requests were abandoned. */
  async abandoned(count: number): Promise<void> {
    while (this.abandonedCount < count) await once(this.#server, 'abandoned')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    response.setHeader('access-control-allow-methods', '*')
    response.setHeader('access-control-expose-headers', '*')
    if (request.method === 'OPTIONS') return void response.end()
    this.requestedPaths.push(path)
    this.#server.emit('asked')
    response.on('close', () => {
      if (response.writableEnded) return
      this.abandonedCount += 1
      this.#server.emit('abandoned')
    })

    if (path === '/page') return void response.setHeader('content-type', 'text/html').end('<title>platform</title>')
    if (path === '/reset') return void request.socket.destroy()
    if (path === '/silence') return void request.resume()
    if (path.startsWith('/status/')) return void response.writeHead(Number(path.slice(8))).end('the body')
    if (path === '/headers')
      return void response.setHeader('X-Cos-Request-Id', 'NjA4').setHeader('ETag', '"abc"').end('照片')
    if (path === '/echo') return void response.end(JSON.stringify(await echo(request)))
    if (path === '/form') return void response.end(JSON.stringify(await readForm(request)))
    if (path === '/refusing-form') {
      await buffer(request)
      return void response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
    }
    response.writeHead(404).end()
  }
}

async function echo(request: IncomingMessage) {
  const body = await buffer(request)
  return { method: request.method, headers: request.headers, text: body.toString('utf8'), byteLength: body.length }
}

async function readForm(request: IncomingMessage): Promise<ReceivedForm> {
  const body = await buffer(request)
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const entries = [...(await new Response(new Uint8Array(body), { headers }).formData())]
  const fileIndex = entries.findIndex(([, value]) => typeof value !== 'string')
  const [fileField, file] = entries[fileIndex] ?? []
  if (fileField === undefined || !(file instanceof File)) throw new Error('the form holds no file')
  const fileBytes = new Uint8Array(await file.arrayBuffer())
  return {
    fields: entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    fileField,
    fileMd5: createHash('md5').update(fileBytes).digest('hex'),
    fileByteLength: fileBytes.length,
    fileIsLast: fileIndex === entries.length - 1,
    contentLength: request.headers['content-length'],
  }
}
