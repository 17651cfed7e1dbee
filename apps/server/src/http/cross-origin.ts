import type { FastifyInstance } from 'fastify'

/**
 * Lets scripts of these origins call `/v1/*`. No other page gets to read an answer, and no credentials go along: the bearer token is in a
 * header of the script's own. Without origins nothing is loaded. Preflights are answered at once, before anything counts or waits.
 */
export async function allowCrossOrigin(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  // Loaded where it is used: most services have no web page, and start without it.
  const { default: cors } = await import('@fastify/cors')
  const allowed = {
    origin: [...origins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'x-photolift-envelope'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: PREFLIGHT_CACHED_SECONDS,
    strictPreflight: false,
  }
  await fastify.register(cors, {
    delegator: (request, callback) => callback(null, request.url.startsWith('/v1/') ? allowed : { origin: false }),
  })
}

/** Chrome keeps it for two hours at most, whatever it is told. */
const PREFLIGHT_CACHED_SECONDS = 7_200
