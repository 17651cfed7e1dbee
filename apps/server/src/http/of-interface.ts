import type { FastifyRequest } from 'fastify'

/** Whether a request is for a route of `/v1`. All others, such as probes, metrics and the page's files, can do without the database. */
export function isOfInterface({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/v1/') === true
}
