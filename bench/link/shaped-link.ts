import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Flow } from './flow.ts'
import { Line } from './line.ts'
import { SlowStart } from './slow-start.ts'

export interface ShapedLinkOptions {
  /** Ports on 127.0.0.1 to which the link leads. */
  targetPorts: readonly number[]
  /** Round-trip time in milliseconds; a new connection costs one more. */
  rttMs: number
  /** Bits of TCP payload a second in each direction, shared by all connections. */
  bitsPerSecond: number
  /** Connections begin slowly, as TCP's do, and cost another round trip, as TLS 1.3 does; default no. */
  slowStart?: boolean
}

export interface ShapedLink {
  /** One for each target, in their order; all of them share the bandwidth. */
  ports: number[]
  close(): Promise<void>
}

/**
 * A TCP proxy with the delay and the bandwidth of a mobile network. It does not model packet headers, queues in routers
 * or loss, and slow start where it is asked for alone. The kernel's socket buffers sit in front of it, so a sender may believe that it is some hundred
 * kilobytes further than it is.
 */
export async function startShapedLink(options: ShapedLinkOptions): Promise<ShapedLink> {
  const { targetPorts, rttMs, bitsPerSecond, slowStart = false } = options
  const halfRttMs = rttMs / 2
  const connectMs = slowStart ? 2 * rttMs : rttMs
  const window = () => (slowStart ? new SlowStart(rttMs) : undefined)
  const up = new Line({ bitsPerSecond, halfRttMs })
  const down = new Line({ bitsPerSecond, halfRttMs })
  const sockets = new Set<Socket>()
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY

  const advance = () => {
    timer = undefined
    timerAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    wakeAt(Math.min(up.advance(now), down.advance(now)))
  }
  const wakeAt = (at: number) => {
    if (at >= timerAt) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(advance, Math.max(0, Math.ceil(at - performance.now())))
  }
  const carry = (line: Line, flow: Flow) => {
    line.add(flow)
    flow.source.on('data', (chunk: Buffer) => {
      const now = performance.now()
      flow.push(chunk, now)
      wakeAt(now)
    })
    flow.source.on('end', () => {
      flow.endSource()
      wakeAt(performance.now())
    })
  }

  const join = (client: Socket, targetPort: number) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const request = new Flow(client, target, performance.now() + connectMs, window())
    const response = new Flow(target, client, 0, window())
    carry(up, request)
    carry(down, response)
    const drop = () => {
      up.remove(request)
      down.remove(response)
      for (const socket of [client, target]) {
        sockets.delete(socket)
        socket.destroy()
      }
    }
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', drop)
      socket.on('close', () => {
        if ((client.destroyed && target.destroyed) || !socket.readableEnded) drop()
      })
    }
  }

  const servers = targetPorts.map((targetPort) =>
    createServer({ allowHalfOpen: true, noDelay: true }, (client) => join(client, targetPort)),
  )
  return {
    ports: await Promise.all(servers.map(listen)),
    async close() {
      for (const socket of sockets) socket.destroy()
      clearTimeout(timer)
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
