import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { openDatabase } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { readConfiguration } from '../src/configuration/configuration.js'
import { createLogger } from '../src/logger.js'
import { type Service, startService } from '../src/service.js'
import { Client, call } from './client.js'
import { environmentOf } from './running-service.js'
import { freePort } from './service-process.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

let emulator: Emulator
let testDatabase: TestDatabase
let wayPort: number
let way: Server | undefined
let service: Service
const sockets = new Set<Socket>()

beforeEach(async () => {
  emulator = await startEmulator()
  testDatabase = await createTestDatabase()
  wayPort = await freePort()
})
afterEach(async () => {
  await service.close()
  await sleep()
  await emulator.close()
  await testDatabase.drop()
})

it('listens while the database sleeps; a login that comes meanwhile waits for it, and readiness tells the truth', async () => {
  const url = await start()

  expect((await call(url, { method: 'GET', path: '/healthz' })).status).toBe(200)
  expect((await call(url, { method: 'GET', path: '/metrics' })).status).toBe(200)
  expect(await call(url, { method: 'GET', path: '/readyz' })).toMatchObject({
    status: 503,
    body: { error: { code: 'NOT_READY' } },
  })
  const login = Client.login(url, 'code-ann')
  await wake()

  expect((await login).authToken).toEqual(expect.any(String))
  expect((await call(url, { method: 'GET', path: '/readyz' })).status).toBe(200)
})

it('a database that stays away ends the start, and a request that waited is told to come again', async () => {
  const url = await start({ databaseAnswersWithinMs: 1 })
  const waiting = call(url, { method: 'GET', path: '/v1/photos' })

  await expect(service.ready).rejects.toMatchObject({ message: 'The database could not be brought up to date.' })
  expect(await waiting).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } })
}, 60_000)

it('a connection that is lost later heals', async () => {
  const url = await start()
  await wake()
  const ann = await Client.login(url, 'code-ann')
  await sleep()
  const headers = { authorization: `Bearer ${ann.authToken}` }
  const photos = call(url, { method: 'GET', path: '/v1/photos', headers })
  await wake()

  expect((await photos).status).toBe(200)
})

it('a database that falls asleep is told by readiness in time, while the process lives', async () => {
  const url = await start()
  await wake()
  await service.ready
  await sleep()

  const [ready, health] = await Promise.all([
    call(url, { method: 'GET', path: '/readyz' }),
    call(url, { method: 'GET', path: '/healthz' }),
  ])
  await wake()

  expect(ready).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } })
  expect(health.status).toBe(200)
  expect((await call(url, { method: 'GET', path: '/readyz' })).status).toBe(200)
})

/** Starts the service beside a database that sleeps. @returns its address */
async function start(options: { databaseAnswersWithinMs?: number } = {}): Promise<string> {
  const url = new URL(testDatabase.address.kind === 'mysql' ? testDatabase.address.url : '')
  url.hostname = '127.0.0.1'
  url.port = String(wayPort)
  const environment = { ...environmentOf(emulator), DATABASE_URL: url.href }
  const configuration = readConfiguration(environment)
  service = await startService({
    configuration,
    database: await openDatabase(configuration.database),
    logger: createLogger('silent', { write: () => {} }),
    clock: Date.now,
    ...options,
  })
  return service.url
}

async function wake(): Promise<void> {
  const target = new URL(process.env['MYSQL_TEST_URL'] ?? '')
  way = createServer((client) => {
    const upstream = connect(Number(target.port || 3306), target.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      // The other side sees the close.
      socket.on('error', () => {}).on('close', () => other.destroy())
      socket.pipe(other)
    }
  })
  await once(way.listen(wayPort, '127.0.0.1'), 'listening')
}

async function sleep(): Promise<void> {
  if (way === undefined) return
  const closed = once(way, 'close')
  way.close()
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  way = undefined
  await closed
}
