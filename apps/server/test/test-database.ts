import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { Configuration } from '../src/configuration/configuration.js'
import { type Database, openDatabase } from '../src/database/database.js'

/** Set by the jest configuration that runs. */
declare const TEST_DATABASE: 'sqlite' | 'mysql'

/** A database of one test file's own, empty, on the kind of server that this run is about. */
export interface TestDatabase {
  configuration: Configuration['database']
  open(): Promise<Database>
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  if (TEST_DATABASE === 'sqlite') {
    const configuration = { kind: 'sqlite', file: ':memory:' } as const
    return { configuration, open: () => openDatabase(configuration), drop: async () => {} }
  }
  const server = process.env['MYSQL_TEST_URL']
  if (server === undefined)
    throw new Error(
      'Set MYSQL_TEST_URL to a server on which databases can be made, such as mysql://root@127.0.0.1:3306/test.',
    )
  const name = `photolift_test_${randomBytes(6).toString('hex')}`
  await runOn(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const configuration = { kind: 'mysql', url: url.href } as const
  return {
    configuration,
    open: () => openDatabase(configuration),
    drop: () => runOn(server, `drop database ${name}`),
  }
}

async function runOn(server: string, statement: string): Promise<void> {
  const url = new URL(server)
  url.pathname = '/'
  const connection = await createConnection(url.href)
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
