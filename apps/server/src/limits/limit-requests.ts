import { AppError } from '@photolift/contracts'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.js'
import type { Configuration } from '../configuration/configuration.js'
import { isOfInterface } from '../http/of-interface.js'
import type { AddressLimit } from './address-limit.js'
import { clientAddress } from './client-address.js'
import { secondsToNextMinute } from './minute.js'

export interface RequestLimitOptions {
  limit: AddressLimit
  clientAddress: Configuration['clientAddress']
  clock: Clock
}

/** Refuses requests to `/v1` of an address that has used its minute up, before their bodies are read. */
export function limitRequests(fastify: FastifyInstance, options: RequestLimitOptions): void {
  if (options.clientAddress.from === 'off') return
  fastify.addHook('onRequest', async (request) => {
    if (!isOfInterface(request)) return
    const { headers, socket } = request
    // A client that has hung up has no address any more, and gets no answer.
    if (socket.remoteAddress === undefined) return
    const address = clientAddress(options.clientAddress, { socketAddress: socket.remoteAddress, headers })
    const now = options.clock()
    if (address === undefined || (await options.limit.take(address, now))) return
    throw new AppError('RATE_LIMITED', 'too many requests of this address in this minute', {
      retryAfterSeconds: secondsToNextMinute(now),
    })
  })
}
