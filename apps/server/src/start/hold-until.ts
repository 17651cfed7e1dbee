import { AppError } from '@photolift/contracts'
import type { FastifyInstance } from 'fastify'
import { isOfInterface } from '../http/of-interface.js'

/**
 * Holds requests to `/v1` until the tables are up to date. The service listens from its first moment, since a platform takes a port that is
 * closed for a failed release; a request that comes before the database is awake waits for it as long as any answer may take.
 */
export function holdUntil(fastify: FastifyInstance, tables: Promise<void>): void {
  let areUp = false
  tables.then(
    () => {
      areUp = true
    },
    // Whoever starts the service hears of it; the requests that wait are told to come again.
    () => {},
  )
  fastify.addHook('onRequest', async (request) => {
    if (areUp) return
    if (request.routeOptions.url === '/readyz') throw new AppError('NOT_READY', 'the database does not answer yet')
    if (!isOfInterface(request)) return
    await tables.catch((error: unknown) => {
      throw new AppError('NOT_READY', 'the tables are not up to date', { cause: error })
    })
  })
}
