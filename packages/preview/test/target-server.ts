import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** What the app of a test talks to. */
export class TargetServer {
  handle: Handler = (_, response) => response.end()
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => this.handle(request, response))
  }

  static async start(): Promise<TargetServer> {
    const target = new TargetServer()
    await new Promise<void>((resolve) => target.#server.listen(0, '127.0.0.1', resolve))
    return target
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray())
}
