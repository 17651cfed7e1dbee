import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { type Database, type DatabaseAddress, openDatabase } from '../database.js'

/** A database of one test file's own, empty. */
export interface TestDatabase {
  address: DatabaseAddress
  open(): Promise<Database>
  drop(): Promise<void>
}

/** In memory, or a new one on the server that `MYSQL_TEST_URL` names. */
export async function createTestDatabase(kind: DatabaseAddress['kind']): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const address = { kind: 'sqlite', file: ':memory:' } as const
    return { address, open: () => openDatabase(address), drop: async () => {} }
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
  const address = { kind: 'mysql', url: url.href } as const
  return { address, open: () => openDatabase(address), drop: () => runOn(server, `drop database ${name}`) }
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
