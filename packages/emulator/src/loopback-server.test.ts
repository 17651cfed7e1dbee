import { afterEach, expect, it, jest } from '@jest/globals'
import { type LoopbackServer, listenOnLoopback, PortInUseError } from './loopback-server.js'

let server: LoopbackServer | undefined

afterEach(async () => {
  jest.restoreAllMocks()
  await server?.close()
  server = undefined
})

it('says which port is in use', async () => {
  server = await listenOnLoopback(0, async () => {})

  const second = listenOnLoopback(server.port, async () => {})

  await expect(second).rejects.toThrow(PortInUseError)
  await expect(second).rejects.toThrow(`Port ${server.port} on 127.0.0.1 is in use by another process.`)
})

it('shows an error of a handler and cuts the connection, so that nobody waits', async () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  server = await listenOnLoopback(0, async () => {
    throw new TypeError('a mistake in a handler')
  })

  await expect(fetch(`${server.endpoint}/key?x=1`)).rejects.toThrow('fetch failed')

  expect(written).toHaveBeenCalledWith(expect.stringMatching(/^GET \/key\?x=1: TypeError: a mistake in a handler\n/))
})

it('leaves the client the answer that a handler gave before its error', async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  server = await listenOnLoopback(0, async (_request, response) => {
    response.writeHead(500).end('InternalError')
    throw new TypeError('a mistake in a handler')
  })

  const response = await fetch(server.endpoint)

  expect(await response.text()).toBe('InternalError')
})

it('closes while a request is open', async () => {
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  server = await listenOnLoopback(0, async () => arrived())
  const outcome = fetch(server.endpoint).catch((error: Error) => error.message)
  await arrival

  await server.close()
  server = undefined

  expect(await outcome).toBe('fetch failed')
})
