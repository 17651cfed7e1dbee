import { AppError } from '@photolift/contracts'
import { type Database, openDatabase } from '@photolift/database'
import { readDatabaseAddress } from '../configuration/database-address.js'

/**
 * Runs work on the service's database and closes it.
 * @param folder what relative file names start from
 * @throws ConfigurationError, and AppError NOT_READY where the database does not answer
 */
export async function withDatabase<Result>(
  { variables, folder }: { variables: NodeJS.ProcessEnv; folder: string },
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(readDatabaseAddress(variables, folder))
  try {
    return await work(database)
  } catch (error) {
    throw error instanceof AppError ? error : toDatabaseError(error)
  } finally {
    await database.close()
  }
}

/** The driver's message may hold the address with its password: only its code goes on. */
export function toDatabaseError(error: unknown): AppError {
  const code = (error as { code?: unknown }).code
  const reason = typeof code === 'string' ? ` (${code})` : ''
  return new AppError('NOT_READY', `the service's database does not answer as it should${reason}`, { cause: error })
}
