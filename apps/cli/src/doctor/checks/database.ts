import { type Database, openDatabase, pendingMigrations } from '@photolift/database'
import { sql } from 'kysely'
import { readDatabaseAddress, toDatabaseAddress } from '../../configuration/database-address.js'
import { ConfigurationError } from '../../configuration/environment.js'
import { count } from '../../output/amounts.js'
import { type Check, type Finding, hasService, type SetUp } from '../check.js'

/** The service's rows: reachable, with all tables, in an alphabet that holds Chinese. */
export const database: Check = {
  name: 'database',
  async look(setUp) {
    if (!hasService(setUp) || setUp.problems.some((problem) => /^(DATABASE|MYSQL)_/.test(problem))) return []
    const missing = missingFile(setUp)
    if (missing !== undefined) return [missing]
    const opened = await openDatabase(toDatabaseAddress(setUp.env, setUp.folder))
    try {
      return [...(await alphabetFindings(opened)), ...(await migrationFindings(opened))]
    } catch (error) {
      return [explain(error)]
    } finally {
      await opened.close()
    }
  },
}

function missingFile({ variables, folder }: SetUp): Finding | undefined {
  try {
    readDatabaseAddress(variables, folder)
    return undefined
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return {
      level: 'error',
      finding: 'DATABASE_URL names no file that exists (or is missing, and so is photolift.sqlite here)',
      fix: 'Run this where the service runs, or give the full path; the service makes the file when it first starts.',
    }
  }
}

async function alphabetFindings({ kind, queries }: Database): Promise<Finding[]> {
  if (kind === 'sqlite') return []
  const { rows } = await sql<{ alphabet: string }>`select @@character_set_database as alphabet`.execute(queries)
  const alphabet = rows[0]?.alphabet ?? 'unknown'
  if (alphabet === 'utf8mb4') return []
  return [
    {
      level: 'warning',
      finding: `the database's default character set is ${alphabet}: new tables would not hold every Chinese name and emoji`,
      fix: 'alter database <name> character set utf8mb4',
    },
  ]
}

async function migrationFindings(opened: Database): Promise<Finding[]> {
  const pending = await pendingMigrations(opened)
  if (pending.length === 0)
    return [{ level: 'ok', finding: `the database (${opened.kind}) answers and has all tables` }]
  return [
    {
      level: 'error',
      finding: `the database lacks ${count(pending.length, 'migration')}: ${pending.join(', ')}`,
      fix: 'Start the service of this version against it once: it brings the tables up to date.',
    },
  ]
}

/** The driver's message holds the user and the address; its code does not. */
function explain(error: unknown): Finding {
  const code = codeOf(error)
  const [finding, fix] = EXPLANATIONS[code] ?? [
    'the database does not answer',
    'Check the address, and whether this machine may connect; a serverless MySQL may need a second try to wake up.',
  ]
  return { level: 'error', finding: `${finding} (${code})`, fix }
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return cause === undefined ? 'unknown' : codeOf(cause)
}

const REFUSED = [
  'the database refuses user or password',
  'Compare them; in DATABASE_URL special characters are percent-encoded.',
] as const

const EXPLANATIONS: Partial<Record<string, readonly [finding: string, fix: string]>> = {
  ER_ACCESS_DENIED_ERROR: REFUSED,
  // What MariaDB says where a user has no password at all.
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: REFUSED,
  ER_DBACCESS_DENIED_ERROR: ['the user may not use this database', 'Grant it all rights on that database.'],
  ER_BAD_DB_ERROR: ['there is no such database', 'create database <name> character set utf8mb4'],
}
