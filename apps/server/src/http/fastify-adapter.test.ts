import { expect, it } from '@jest/globals'
import type { FastifyInstance } from 'fastify'
import { createLogger } from '../logger.js'
import { createFastifyAdapter } from './fastify-adapter.js'

it('a request whose end does not come holds its connection half a minute at most', () => {
  const adapter = createFastifyAdapter({ logger: createLogger('silent', { write: () => {} }) })

  const { requestTimeout, headersTimeout } = adapter.getInstance<FastifyInstance>().server

  expect(requestTimeout).toBe(30_000)
  expect(headersTimeout).toBeGreaterThan(0)
})
