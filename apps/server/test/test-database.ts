import type { DatabaseAddress } from '@photolift/database'
import { createTestDatabase as createDatabaseOf, type TestDatabase } from '@photolift/database/testing'

export type { TestDatabase }

/** Set by the jest configuration that runs. */
declare const TEST_DATABASE: DatabaseAddress['kind']

/** A database of one test file's own, empty, on the kind of server that this run is about. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabaseOf(TEST_DATABASE)
}
