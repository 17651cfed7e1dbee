import { randomBytes } from 'node:crypto'
import { type Connection, createConnection } from 'mysql2/promise'

const SERVER_URL = process.env['MYSQL_TEST_URL'] ?? 'mysql://root@127.0.0.1:3306/'

/** A database of this run's own on a MariaDB or MySQL server. */
export interface MysqlDatabase {
  /** As the service's DATABASE_URL. */
  url: string
  connect(): Promise<Connection>
  drop(): Promise<void>
}

/** @throws Error with a sentence where no server is reachable */
export async function createMysqlDatabase(): Promise<MysqlDatabase> {
  const name = `photolift_bench_${randomBytes(6).toString('hex')}`
  await runOnServer(`create database ${name}`)
  const url = new URL(SERVER_URL)
  url.pathname = `/${name}`
  return {
    url: url.href,
    connect: () => createConnection(url.href),
    drop: () => runOnServer(`drop database ${name}`),
  }
}

async function runOnServer(statement: string): Promise<void> {
  const url = new URL(SERVER_URL)
  url.pathname = '/'
  const connection = await createConnection(url.href).catch((error: unknown) => {
    const { host } = url
    throw new Error(
      `This mark needs a MariaDB or MySQL server and none answers at ${host}. Start one, or name it in MYSQL_TEST_URL.`,
      { cause: error },
    )
  })
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
