/**
 * Runs one statement of a migration, unless an attempt that broke off has run it: MySQL keeps each change of a table at once, so a
 * process or connection that dies between two of them would leave a database that no later start could bring up to date. SQLite rolls
 * all of a migration back and comes here with nothing done.
 */
export async function unlessDone(statement: { execute(): Promise<unknown> }): Promise<void> {
  try {
    await statement.execute()
  } catch (error) {
    if (!DONE_BEFORE.has((error as { code?: unknown }).code)) throw error
  }
}

const DONE_BEFORE = new Set<unknown>(['ER_TABLE_EXISTS_ERROR', 'ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME'])
