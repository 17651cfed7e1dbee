import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Database } from '@photolift/database'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  type CloudStorageApi,
  createCloudStorageApi,
  createTokenChannel,
  type WechatTokens,
} from '@photolift/wechat-api'
import { createComponents } from '../src/components.js'
import { readConfiguration } from '../src/configuration/configuration.js'
import { createLogger } from '../src/logger.js'
import { bringUpTables } from '../src/start/bring-up-tables.js'
import { environmentOf } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

/** One process of the service, as far as it talks to WeChat. */
interface Instance {
  database: Database
  tokens: WechatTokens
  storage: CloudStorageApi
}

let emulator: Emulator
let testDatabase: TestDatabase
let instances: Instance[]

beforeEach(async () => {
  emulator = await startEmulator({ settings: { forcedTokenIntervalSeconds: 0, forcedTokenCallsPerDay: 5 } })
  testDatabase = await createTestDatabase()
  instances = await Promise.all(Array.from({ length: 8 }, startInstance))
})
afterEach(async () => {
  for (const { database } of instances) await database.close()
  await testDatabase.drop()
  await emulator.close()
})

async function startInstance(): Promise<Instance> {
  const database = await testDatabase.open()
  const logger = createLogger('silent', { write: () => {} })
  await bringUpTables(database, { logger })
  const configuration = readConfiguration(environmentOf(emulator))
  const { wechatTokens: tokens } = createComponents({ configuration, database, logger, clock: Date.now })
  if (tokens === undefined) throw new Error('LOGIN=code has access tokens')
  const channel = createTokenChannel({ baseUrl: emulator.wechat.endpoint, tokens })
  return { database, tokens, storage: createCloudStorageApi(channel, emulator.wechat.env) }
}

/** A call of every instance at once that needs a token. */
const callAll = () => Promise.all(instances.map(({ storage }) => storage.uploadLink('dir/a.jpg')))

const tokensInUse = async () => new Set(await Promise.all(instances.map(({ tokens }) => tokens.get())))

async function stableToken(force: boolean): Promise<{ access_token?: string; errcode?: number }> {
  const { appid, secret, endpoint } = emulator.wechat
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force })
  const answer = await fetch(`${endpoint}/cgi-bin/stable_token`, { method: 'POST', body })
  return (await answer.json()) as { access_token?: string; errcode?: number }
}

/** Forced refreshes of the day's five that are left. */
async function forcedCallsLeft(): Promise<number> {
  for (let left = 0; ; left++) if ((await stableToken(true)).errcode === 45_009) return left
}

describe('eight instances on one database', () => {
  it('that start at once share one token, which nobody forced', async () => {
    await callAll()

    expect((await tokensInUse()).size).toBe(1)
    expect(await forcedCallsLeft()).toBe(5)
  })

  it('whose token somebody else has replaced take the new one, and force none', async () => {
    await callAll()
    const { access_token: replacement } = await stableToken(true)

    const answers = await callAll()

    expect(answers).toHaveLength(8)
    expect(await tokensInUse()).toEqual(new Set([replacement]))
    expect(await forcedCallsLeft()).toBe(4)
  })

  it('that WeChat gives a token which it refuses force one new one together, and no call fails', async () => {
    const [refused = ''] = await tokensInUse()
    emulator.faults.add({
      service: 'wechat',
      targetContains: `access_token=${refused}`,
      fault: { code: '40001' },
    })

    const answers = await callAll()

    expect(answers).toHaveLength(8)
    const [forced, ...others] = await tokensInUse()
    expect(others).toEqual([])
    expect(forced).not.toBe(refused)
    expect(await forcedCallsLeft()).toBe(4)
  })

  it('that are refused again within the minute force no second one', async () => {
    const [first = ''] = await tokensInUse()
    emulator.faults.add({ service: 'wechat', targetContains: `access_token=${first}`, fault: { code: '40001' } })
    await callAll()
    const [second = ''] = await tokensInUse()
    const refusal = { service: 'wechat', targetContains: `access_token=${second}`, fault: { code: '40001' } } as const
    emulator.faults.add(refusal)

    const calls = await Promise.allSettled(instances.map(({ storage }) => storage.uploadLink('dir/a.jpg')))

    for (const call of calls) expect(call).toMatchObject({ reason: { code: 'WECHAT_UNAVAILABLE' } })
    expect(await forcedCallsLeft()).toBe(4)
  })
})
