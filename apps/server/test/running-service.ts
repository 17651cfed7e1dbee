import type { Database } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import type { Foundations } from '../src/components.js'
import { readConfiguration, type StorageConfiguration } from '../src/configuration/configuration.js'
import { createLogger } from '../src/logger.js'
import { Client } from './client.js'
import { startInstances } from './instances.js'
import { TestClock } from './test-clock.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'
import { bucketOf, platformHeaders, storageEnvironment, testStorage } from './test-storage.js'

export interface RunningService {
  url: string
  emulator: Emulator
  clock: TestClock
  /** The connection of one of its instances. */
  database: Database
  /** What the service's bucket holds under keys that begin so; everything by default. */
  objects(prefix?: string): ReturnType<Emulator['objects']['list']>
  /** Uploads in parts that its bucket holds unfinished. */
  uploads(): ReturnType<Emulator['objects']['uploads']>
  /** Everything that was logged so far. */
  logText(): string
  /** A new person who has logged in; the role is for whoever reads the test. */
  person(role: string): Promise<Client>
  /** The name under which a person logged in: the openid is `openid-of-<name>` where 云托管 tells it. */
  nameOf(client: Client): string
  /** The same person logs in again. */
  loginAgain(client: Client): Promise<Client>
  close(): Promise<void>
}

export interface RunOptions {
  /** The kind that this run is about, unless a test is about one of them. */
  storage?: StorageConfiguration['kind']
  environment?: Record<string, string>
  /** Another bucket than the emulator's. */
  store?: Foundations['store']
  confirmAnswerWithinMs?: number
  editAnswerWithinMs?: number
  ingestAnswerWithinMs?: number
  thumbnailsWaitMs?: number
  answerWithinMs?: number
  /** A database that several services share; the caller drops it. */
  database?: TestDatabase
  /** A cloud that several services share; the caller closes it. */
  emulator?: Emulator
}

/** The service with an emulated cloud, listening on a real socket; several instances of it where the run is about that. */
export async function runService(options: RunOptions = {}): Promise<RunningService> {
  const { storage = testStorage } = options
  const emulator = options.emulator ?? (await startEmulator())
  const testDatabase = options.database ?? (await createTestDatabase())
  const clock = new TestClock()
  const lines: string[] = []
  let database: Database | undefined
  const openDatabase = async () => {
    database = await testDatabase.open()
    return database
  }
  const service = await startInstances(async () => ({
    configuration: {
      ...readConfiguration({ ...environmentOf(emulator, storage), ...options.environment }),
      database: testDatabase.address,
    },
    database: await openDatabase(),
    logger: createLogger('trace', { write: (line) => void lines.push(line) }),
    clock: clock.now,
    ...(options.store && { store: options.store }),
    ...(options.confirmAnswerWithinMs && { confirmAnswerWithinMs: options.confirmAnswerWithinMs }),
    ...(options.editAnswerWithinMs && { editAnswerWithinMs: options.editAnswerWithinMs }),
    ...(options.ingestAnswerWithinMs && { ingestAnswerWithinMs: options.ingestAnswerWithinMs }),
    ...(options.thumbnailsWaitMs && { thumbnailsWaitMs: options.thumbnailsWaitMs }),
    ...(options.answerWithinMs && { answerWithinMs: options.answerWithinMs }),
  }))
  let logins = 0
  const names = new Map<string, string>()
  const nameOf = ({ authToken }: Client) => names.get(authToken) as string
  const login = async (name: string) => {
    logins += 1
    const client =
      storage === 'cos'
        ? await Client.login(service.url, `code-${name}-${logins}`)
        : await Client.loginBy(service.url, { body: {}, headers: platformHeaders(emulator, `openid-of-${name}`) })
    names.set(client.authToken, name)
    return client
  }
  return {
    url: service.url,
    emulator,
    clock,
    get database() {
      if (database === undefined) throw new Error('No instance has opened a database.')
      return database
    },
    objects: (prefix) => emulator.objects.list(prefix, { bucket: bucketOf(emulator, storage) }),
    uploads: () => emulator.objects.uploads('', { bucket: bucketOf(emulator, storage) }),
    logText: () => lines.join(''),
    person: (role) => login(`${role}${logins}`),
    nameOf,
    loginAgain: (client) => login(nameOf(client)),
    async close() {
      await service.close()
      if (options.emulator === undefined) await emulator.close()
      if (options.database === undefined) await testDatabase.drop()
    },
  }
}

export const TEST_JWT_SECRET = 'a secret for tests, 32 bytes at least'

/** Environment of a service that talks to an emulator. */
export function environmentOf(emulator: Emulator, storage?: StorageConfiguration['kind']): Record<string, string> {
  return { HOST: '127.0.0.1', PORT: '0', JWT_SECRET: TEST_JWT_SECRET, ...storageEnvironment(emulator, storage) }
}
