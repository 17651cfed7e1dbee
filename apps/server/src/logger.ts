import { type DestinationStream, destination, type Logger, pino } from 'pino'
import type { Configuration } from './configuration/configuration.js'

/**
 * Structured lines. Secrets never reach it on purpose; what slips into a line all the same is cut out by name.
 *
 * @param stream standard output, written in blocks, unless a test listens
 */
export function createLogger(level: Configuration['logLevel'], stream: DestinationStream = bufferedOutput()): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: SECRETS } }, stream)
}

/** One write for many lines; a quiet service still writes within a second. Flush before the process ends. */
function bufferedOutput(): DestinationStream {
  return destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 1_000 })
}

const SECRETS = ['authToken', 'loginCode', 'secretKey', 'wechatSessionKey', 'cosSessionToken']
