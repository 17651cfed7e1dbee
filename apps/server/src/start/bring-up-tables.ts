import { type Database, isConnectionFailure, migrate } from '@photolift/database'
import type { Logger } from 'pino'

/**
 * Brings the tables up to date, once the database answers: one that sleeps may take its time to wake.
 *
 * @param answersWithinMs after it the database counts as absent
 * @throws what `migrate` throws
 */
export async function bringUpTables(
  database: Database,
  { logger, answersWithinMs = 120_000 }: { logger: Logger; answersWithinMs?: number | undefined },
): Promise<void> {
  const giveUpAt = performance.now() + answersWithinMs
  for (;;) {
    try {
      return await migrate(database)
    } catch (error) {
      if (!isConnectionFailure(error) || performance.now() >= giveUpAt) throw error
      logger.warn({ err: error }, 'the database does not answer yet')
      await new Promise((done) => setTimeout(done, PAUSE_MS))
    }
  }
}

const PAUSE_MS = 1_000
