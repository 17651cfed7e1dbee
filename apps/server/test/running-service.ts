import { type Emulator, startEmulator } from '@photolift/emulator'
import type { Foundations } from '../src/components.js'
import { readConfiguration } from '../src/configuration/configuration.js'
import { createLogger } from '../src/logger.js'
import { startService } from '../src/service.js'
import { Client } from './client.js'
import { TestClock } from './test-clock.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

export interface RunningService {
  url: string
  emulator: Emulator
  clock: TestClock
  /** Everything that was logged so far. */
  logText(): string
  /** A new person who has logged in; the role is for whoever reads the test. */
  person(role: string): Promise<Client>
  /** The same person logs in again. */
  loginAgain(client: Client): Promise<Client>
  close(): Promise<void>
}

export interface RunOptions {
  environment?: Record<string, string>
  /** Another bucket than the emulator's. */
  store?: Foundations['store']
  confirmAnswerWithinMs?: number
  answerWithinMs?: number
  /** A database that several services share; the caller drops it. */
  database?: TestDatabase
}

/** The service with an emulated cloud, listening on a real socket. */
export async function runService(options: RunOptions = {}): Promise<RunningService> {
  const emulator = await startEmulator()
  const testDatabase = options.database ?? (await createTestDatabase())
  const clock = new TestClock()
  const lines: string[] = []
  const service = await startService({
    configuration: {
      ...readConfiguration({ ...environmentOf(emulator), ...options.environment }),
      database: testDatabase.address,
    },
    database: await testDatabase.open(),
    logger: createLogger('trace', { write: (line) => void lines.push(line) }),
    clock: clock.now,
    ...(options.store && { store: options.store }),
    ...(options.confirmAnswerWithinMs && { confirmAnswerWithinMs: options.confirmAnswerWithinMs }),
    ...(options.answerWithinMs && { answerWithinMs: options.answerWithinMs }),
  })
  let logins = 0
  const names = new Map<string, string>()
  const login = async (name: string) => {
    logins += 1
    const client = await Client.login(service.url, `code-${name}-${logins}`)
    names.set(client.authToken, name)
    return client
  }
  return {
    url: service.url,
    emulator,
    clock,
    logText: () => lines.join(''),
    person: (role) => login(`${role}${logins}`),
    loginAgain: (client) => login(names.get(client.authToken) as string),
    async close() {
      await service.close()
      await emulator.close()
      if (options.database === undefined) await testDatabase.drop()
    },
  }
}

export const TEST_JWT_SECRET = 'a secret for tests, 32 bytes at least'

/** Environment of a service that talks to an emulator. */
export function environmentOf({ cos, wechat }: Pick<Emulator, 'cos' | 'wechat'>): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    JWT_SECRET: TEST_JWT_SECRET,
    COS_ENDPOINT: cos.endpoint,
    COS_BUCKET: cos.bucket,
    COS_REGION: cos.region,
    COS_SECRET_ID: cos.secretId,
    COS_SECRET_KEY: cos.secretKey,
    WECHAT_API_BASE_URL: wechat.endpoint,
    WECHAT_APPID: wechat.appid,
    WECHAT_SECRET: wechat.secret,
  }
}
