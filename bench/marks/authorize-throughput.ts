import { deepStrictEqual } from 'node:assert'
import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceEnvironment } from '@photolift/dev-stack'
import { startEmulator } from '@photolift/emulator'
import autocannon from 'autocannon'
import { AUTHORIZE_STATEMENTS } from '../baselines/authorize-statements.ts'
import { type Benchmark, median } from '../benchmark.ts'
import { Client, login, newPhotoRequest } from '../service/client.ts'
import { type ServerProcessOptions, startServerProcess } from '../service/server-process.ts'
import { RAISED_LIMITS, serviceFile } from '../service/service-file.ts'

const ROUNDS = 5
const CONNECTIONS = 20
const WARM_UP_SECONDS = 2
const MEASURED_SECONDS = 4

/** Grants a second, one new photo a call, for 20 people at once; the service logs every request and counts it. */
export const authorizeThroughput: Benchmark = {
  marks: [
    { name: 'authorize-throughput', unit: '×', target: { atLeast: 0.6 } },
    { name: 'authorize-throughput-service', unit: 'requests/s', target: null },
    { name: 'authorize-throughput-bare', unit: 'requests/s', target: null },
  ],
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'photolift-authorize-'))
    const emulator = await startEmulator()
    const database = (name: string) => join(folder, `${name}.sqlite`)
    const environment = { ...serviceEnvironment(emulator, ''), ...RAISED_LIMITS }
    const service = {
      file: serviceFile,
      env: { ...environment, DATABASE_URL: `sqlite:${database('service')}`, NODE_ENV: 'production' },
      outputFile: join(folder, 'access.log'),
    }
    const bare = {
      file: join(import.meta.dirname, '../baselines/bare-authorize.ts'),
      env: { ...environment, DATABASE_FILE: database('bare') },
    }
    try {
      const authTokens = await makePeople(service, database('service'), database('seed'))
      await checkStatements(service, join(folder, 'statements.jsonl'))
      const rates = { service: [] as number[], bare: [] as number[] }
      for (let round = 0; round < ROUNDS; round++) {
        // Every round begins with the same rows, so that no side has more of them than the other.
        await copyFile(database('seed'), database('service'))
        rates.service.push(await measureRate(service, authTokens))
        await copyFile(database('seed'), database('bare'))
        rates.bare.push(await measureRate(bare, authTokens))
      }
      return {
        'authorize-throughput': median(rates.service.map((rate, round) => rate / (rates.bare[round] as number))),
        'authorize-throughput-service': median(rates.service),
        'authorize-throughput-bare': median(rates.bare),
      }
    } finally {
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Makes the tables and one account for each connection, and keeps a copy of that. @returns their tokens */
async function makePeople(service: ServerProcessOptions, file: string, seedFile: string): Promise<string[]> {
  const { url, stop } = await startServerProcess(service)
  const authTokens: string[] = []
  for (let person = 0; person < CONNECTIONS; person++) authTokens.push((await login(url, `person${person}`)).authToken)
  await stop()
  await copyFile(file, seedFile)
  return authTokens
}

/** A baseline that runs other statements than the service would compare apples with pears. */
async function checkStatements(service: ServerProcessOptions, statementsFile: string): Promise<void> {
  const { url, stop } = await startServerProcess({
    ...service,
    imports: [join(import.meta.dirname, '../service/record-statements.mjs')],
    env: { ...service.env, STATEMENTS_FILE: statementsFile },
  })
  const client = await Client.login(url)
  await writeFile(statementsFile, '')
  await client.call('POST', '/v1/upload-grants', { photos: [newPhotoRequest('pick')] })
  const statements = (await readFile(statementsFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  await stop()
  deepStrictEqual(
    statements,
    Object.values(AUTHORIZE_STATEMENTS),
    'The service runs other statements for a grant than baselines/authorize-statements.ts names: bring the baseline up to date.',
  )
}

async function measureRate(server: ServerProcessOptions, authTokens: readonly string[]): Promise<number> {
  const { url, stop } = await startServerProcess(server)
  try {
    await load({ url, authTokens, seconds: WARM_UP_SECONDS })
    return await load({ url, authTokens, seconds: MEASURED_SECONDS })
  } finally {
    await stop()
  }
}

/** @returns answers a second. @throws Error when one of them is not a 200 */
async function load({ url, authTokens, seconds }: { url: string; authTokens: readonly string[]; seconds: number }) {
  let sent = 0
  const result = await autocannon({
    url: `${url}/v1/upload-grants`,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          sent += 1
          return {
            ...request,
            headers: { 'content-type': 'application/json', authorization: `Bearer ${authTokens[sent % CONNECTIONS]}` },
            body: JSON.stringify({ photos: [newPhotoRequest(randomUUID())] }),
          }
        },
      },
    ],
  })
  const failed = result.non2xx + result.errors
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} grants failed.`)
  return result.requests.total / result.duration
}
