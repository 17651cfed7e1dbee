import { openDatabase } from '@photolift/database'
import { ConfigurationError, readConfiguration } from './configuration/configuration.js'
import { createLogger } from './logger.js'
import { startService } from './service.js'

try {
  await main()
} catch (error) {
  // A configuration's problems are for the person who starts the service; anything else needs its stack.
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const logger = createLogger(configuration.logLevel)
  const database = await openDatabase(configuration.database)
  const service = await startService({ configuration, database, logger, clock: Date.now })
  logger.info({ url: service.url, database: configuration.database.kind }, 'listening')

  const end = (exitCode: number) => logger.flush(() => process.exit(exitCode))
  let isStopping = false
  const stop = (signal: NodeJS.Signals) => {
    isStopping = true
    logger.info({ signal }, 'stopping')
    // What hangs for so long would be killed by the platform anyway, with its log lines unwritten.
    setTimeout(() => end(1), STOP_WITHIN_MS).unref()
    service.close().then(
      () => end(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopped with an error')
        end(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  service.ready.catch((error: unknown) => {
    if (isStopping) return
    logger.fatal({ err: error }, 'the database could not be brought up to date')
    end(1)
  })
}

const STOP_WITHIN_MS = 15_000
