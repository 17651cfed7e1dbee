import type { MysqlPool } from 'kysely'
import { isConnectionFailure } from './connection-failure.js'

/**
 * A pool for a MySQL that sleeps when idle, as 云托管's does: the first connection fails and wakes it, a later one is let in.
 *
 * @param wakesWithinMs how long a query waits for a connection before it fails
 */
export function wakingPool(pool: MysqlPool, wakesWithinMs: number): MysqlPool {
  return {
    end: (callback) => pool.end(callback),
    getConnection(callback) {
      const giveUpAt = performance.now() + wakesWithinMs
      const attempt = (pauseMs: number) =>
        pool.getConnection((error, connection) => {
          const isLast = performance.now() + pauseMs >= giveUpAt
          if (!isConnectionFailure(error) || isLast) return callback(error, connection)
          setTimeout(attempt, pauseMs, Math.min(pauseMs * 2, LONGEST_PAUSE_MS))
        })
      attempt(FIRST_PAUSE_MS)
    },
  }
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
