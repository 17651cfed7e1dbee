import { ROUTES, type RouteName } from '@photolift/contracts'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Metrics } from '../operations/metrics.js'

/** One line in the log and one count in the metrics for each answered request. */
export function observeRequests(
  fastify: FastifyInstance,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, url: route } = request.routeOptions
    const { errorCode, userId, statusInEnvelope } = request
    const status = statusInEnvelope ?? reply.statusCode
    const durationMs = Math.round(reply.elapsedTime * 1_000) / 1_000
    const step = STEPS.get(`${String(method)} ${route}`)
    if (step !== undefined) metrics.request({ step, status, errorCode, durationMs })
    // Probes come every few seconds and say nothing while they pass.
    const level = step === undefined && status < 400 ? 'debug' : 'info'
    // The route's pattern, never the raw target: people put secrets into query strings.
    const event = { step, requestId: request.id, route, status, durationMs, errorCode, userId }
    logger[level]({ ...event, ...request.logFields }, 'answered')
    done()
  })
}

const STEPS = new Map(
  Object.entries(ROUTES).map(([name, { method, path }]) => [`${method} ${path}`, name as RouteName]),
)
