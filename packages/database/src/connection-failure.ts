/**
 * Whether a query failed because no connection could be made or the one in use broke, as a database does that sleeps, wakes or
 * restarts. What the query would have changed may have been changed.
 */
export function isConnectionFailure(error: unknown): boolean {
  for (let failure = error; typeof failure === 'object' && failure !== null; failure = (failure as Failure).cause) {
    const { code } = failure as Failure
    if (typeof code === 'string' && CONNECTION_FAILURES.has(code)) return true
  }
  return false
}

interface Failure {
  code?: unknown
  cause?: unknown
}

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  // The server is going down, or has no free connection while it comes up.
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
])
