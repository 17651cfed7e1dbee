import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { readConfiguration } from '../src/configuration/configuration.js'
import { createLogger } from '../src/logger.js'
import { startService } from '../src/service.js'
import { environmentOf, type RunningService, runService } from './running-service.js'
import { createTestDatabase } from './test-database.js'

let running: RunningService

beforeAll(async () => {
  running = await runService()
})
afterAll(() => running.close())

it('a service that cannot listen closes its database, whose connections would keep the process alive', async () => {
  const testDatabase = await createTestDatabase()
  const database = await testDatabase.open()
  const environment = { ...environmentOf(running.emulator), PORT: new URL(running.url).port }
  const logger = createLogger('silent', { write: () => {} })

  const starting = startService({ configuration: readConfiguration(environment), database, logger, clock: Date.now })

  await expect(starting).rejects.toThrow('EADDRINUSE')
  await expect(sql`select 1`.execute(database.queries)).rejects.toThrow('destroyed')
  await testDatabase.drop()
})
