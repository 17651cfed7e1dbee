import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyInstance } from 'fastify'
import { createAppModule } from './app.module.js'
import { type Components, createComponents, type Foundations } from './components.js'
import { ConfigurationError } from './configuration/configuration.js'
import { AppErrorFilter } from './errors/app-error.filter.js'
import { allowCrossOrigin } from './http/cross-origin.js'
import { createFastifyAdapter } from './http/fastify-adapter.js'
import { observeRequests } from './http/observe-requests.js'
import { createValidationPipe } from './http/validation-pipe.js'
import { limitRequests } from './limits/limit-requests.js'
import { bringUpTables } from './start/bring-up-tables.js'
import { holdUntil } from './start/hold-until.js'
import { servePage } from './web-page/serve-page.js'

/** The running service. */
export interface Service {
  /** `http://host:port`, with the port that it got. */
  url: string
  /** Settles once the tables are up to date; until then requests wait. Rejects where that failed: the service is of no use then. */
  ready: Promise<void>
  /** Answers what has arrived, accepts nothing more, then closes the database. */
  close(): Promise<void>
}

/**
 * Listens, and brings the database up to date meanwhile. The database is the service's from here on: it closes it, also where it cannot
 * start.
 *
 * @throws ConfigurationError where HOST and PORT cannot be listened on
 */
export async function startService(foundations: Foundations): Promise<Service> {
  try {
    return await listen(foundations)
  } catch (error) {
    // Open connections to MySQL would keep a process that does nothing alive.
    await foundations.database.close()
    throw error
  }
}

async function listen(foundations: Foundations): Promise<Service> {
  const { configuration, database, logger } = foundations
  const tables = bringUpTables(database, { logger, answersWithinMs: foundations.databaseAnswersWithinMs })
  // Who starts the service looks at it once it listens.
  tables.catch(() => {})
  const components = createComponents(foundations)
  const app = await createApp(foundations, { components, tables })
  // What other instances have left behind.
  tables.then(() => components.ingestWorker?.look()).catch(() => {})
  await app.listen(configuration.listen.port, configuration.listen.host).catch((error: Error) => {
    throw new ConfigurationError([`HOST and PORT cannot be listened on: ${error.message}`])
  })
  return {
    url: await app.getUrl(),
    ready: tables,
    async close() {
      await app.close()
      await components.settled()
      await database.close()
    },
  }
}

async function createApp(
  foundations: Foundations,
  { components, tables }: { components: Components; tables: Promise<void> },
): Promise<NestFastifyApplication> {
  const { configuration, clock, logger } = foundations
  const adapter = createFastifyAdapter({ logger, answerWithinMs: foundations.answerWithinMs })
  const fastify = adapter.getInstance<FastifyInstance>()
  await allowCrossOrigin(fastify, configuration.webPage.origins)
  observeRequests(fastify, { logger, metrics: components.metrics })
  holdUntil(fastify, tables)
  // Where the service scales to zero, somebody's request is what wakes it, and with it what is left to do.
  fastify.addHook('onResponse', (request, _reply, done) => {
    // Probes must not keep a serverless MySQL awake.
    if (request.userId !== undefined) components.ingestWorker?.nudge()
    done()
  })
  limitRequests(fastify, { limit: components.addressLimit, clientAddress: configuration.clientAddress, clock })
  await servePage(fastify, configuration)
  const app = await NestFactory.create<NestFastifyApplication>(createAppModule(components, configuration), adapter, {
    // What Nest would write, it also throws; what matters goes through our own logger.
    logger: false,
    bodyParser: false,
    abortOnError: false,
  })
  app.useGlobalFilters(new AppErrorFilter(logger))
  app.useGlobalPipes(createValidationPipe())
  return app
}
