import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One address in front of several, each request to the next: what a plain load balancer does. */
export interface RoundRobin {
  url: string
  /** Requests that each address has got, in the order of the addresses. */
  counts(): number[]
  /** Passes on what is under way, and accepts nothing more. */
  close(): Promise<void>
}

/** An address that refuses the connection is passed over; one that breaks it off gives 502, and nothing is sent twice. */
export async function roundRobin(addresses: readonly string[]): Promise<RoundRobin> {
  const counts = addresses.map(() => 0)
  let next = 0
  const server = createServer((incoming, outgoing) => {
    const body: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => body.push(chunk))
    incoming.on('end', () => pass(incoming, outgoing, { body: Buffer.concat(body), triesLeft: addresses.length }))
  })

  function pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { body, triesLeft }: { body: Buffer; triesLeft: number },
  ): void {
    const index = next % addresses.length
    next += 1
    const { method = 'GET', url = '/', headers } = incoming
    // The target as it came: joined to an address, `//a/b` would make another host.
    const upstream = request(addresses[index] ?? '', { method, headers, path: url })
    upstream.on('response', (answer) => {
      counts[index] = (counts[index] ?? 0) + 1
      // How long a connection is kept is said by whoever keeps it.
      const { connection: _, 'keep-alive': __, ...headersToPass } = answer.headers
      outgoing.writeHead(answer.statusCode ?? 502, headersToPass)
      answer.on('error', () => outgoing.destroy())
      answer.pipe(outgoing)
    })
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && triesLeft > 1)
        return pass(incoming, outgoing, { body, triesLeft: triesLeft - 1 })
      if (outgoing.headersSent) return outgoing.destroy()
      outgoing.writeHead(502).end()
    })
    upstream.end(body)
  }

  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => [...counts],
    async close() {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
