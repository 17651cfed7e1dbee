import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Kysely, sql } from 'kysely'
import { isConnectionFailure } from '../src/connection-failure.js'
import { type Database, openDatabase } from '../src/database.js'
import { mysqlDialect } from '../src/mysql-dialect.js'
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js'

/** A way to the server that can be cut and opened again. */
interface Way {
  url: string
  open(): Promise<void>
  cut(): Promise<void>
}

let testDatabase: TestDatabase
let way: Way
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase('mysql')
  way = await createWay(serverUrl())
  database = await openDatabase({ kind: 'mysql', url: way.url })
})
afterEach(async () => {
  await database.close()
  await way.cut()
  await testDatabase.drop()
})

it('a query waits for a server that refuses its first connections', async () => {
  const answer = ask()
  await new Promise((done) => setTimeout(done, 500))
  await way.open()

  expect(await answer).toBe(1)
})

it('a lost connection heals: the query in flight fails as such, the next one finds its way', async () => {
  await way.open()
  const failure = sql`select sleep(20)`.execute(database.queries).then(
    () => undefined,
    (error: unknown) => error,
  )
  // No other connection is open: none lies idle whose loss would be heard of a moment after this one's.
  await isAsked('select sleep(20)')
  await way.cut()

  expect(isConnectionFailure(await failure)).toBe(true)
  await way.open()
  expect(await ask()).toBe(1)
})

it('connections that nobody uses are closed, so that the server can fall asleep; the next query opens one', async () => {
  await way.open()
  const restless = new Kysely({ dialect: await mysqlDialect(way.url, { idleMs: 200 }) })
  const ownId = async () => (await sql<{ id: number }>`select connection_id() as id`.execute(restless)).rows[0]?.id
  const isOpen = async (id: number | undefined) =>
    (await sql`select 1 from information_schema.processlist where id = ${id}`.execute(database.queries)).rows.length > 0
  const id = await ownId()

  while (await isOpen(id)) await new Promise((done) => setTimeout(done, 100))

  expect(await ownId()).not.toBe(id)
  await restless.destroy()
})

it('a refusal of the server itself is not waited for', async () => {
  await way.open()

  const error = await sql`select * from nowhere`.execute(database.queries).catch((refusal: unknown) => refusal)

  expect(error).toMatchObject({ code: 'ER_NO_SUCH_TABLE' })
  expect(isConnectionFailure(error)).toBe(false)
})

/** Waits until the server itself runs the statement. */
async function isAsked(statement: string): Promise<void> {
  const direct = new Kysely({ dialect: await mysqlDialect(serverUrl()) })
  const running = async () =>
    (
      await sql`select 1 from information_schema.processlist where info = ${statement} and db = database()`.execute(
        direct,
      )
    ).rows.length > 0
  while (!(await running())) await new Promise((done) => setTimeout(done, 20))
  await direct.destroy()
}

function serverUrl(): string {
  return testDatabase.address.kind === 'mysql' ? testDatabase.address.url : ''
}

async function ask(): Promise<unknown> {
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.queries)
  return rows[0]?.one
}

async function createWay(serverUrl: string): Promise<Way> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const listen = async (port: number) => {
    server = createServer((client) => {
      const upstream = connect(Number(target.port || 3306), target.hostname)
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket)
        socket.on('close', () => {
          sockets.delete(socket)
          other.destroy()
        })
        // The other side sees the close.
        socket.on('error', () => {})
        socket.pipe(other)
      }
    })
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = async () => {
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    server = undefined
    await closed
  }
  const port = await listen(0)
  await cut()
  const url = new URL(serverUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { url: url.href, cut, open: async () => void (await listen(port)) }
}
