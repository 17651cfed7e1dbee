import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Database, migrate } from '@photolift/database'
import { createTestDatabase, type TestDatabase } from '@photolift/database/testing'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { sql } from 'kysely'
import { run, runBundle, variablesFor } from './command.js'

let emulator: Emulator
let root: string
let made: TestDatabase
let database: Database
let url: URL

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-doctor-'))
  made = await createTestDatabase('mysql')
  database = await made.open()
  url = new URL(made.address.kind === 'mysql' ? made.address.url : '')
})
afterEach(async () => {
  await database.close()
  await made.drop()
  await rm(root, { recursive: true, force: true })
})

async function databaseFindings(runDoctor = run): Promise<string[]> {
  const { stdout } = await runDoctor(['doctor', '--json'], {
    folder: root,
    variables: {
      ...variablesFor('cos', emulator, join(root, 'state')),
      JWT_SECRET: randomBytes(48).toString('base64'),
      DATABASE_URL: url.href,
    },
  })
  const { findings } = JSON.parse(stdout) as { findings: { check: string; level: string; finding: string }[] }
  return findings.filter(({ check }) => check === 'database').map(({ level, finding }) => `${level}: ${finding}`)
}

describe('a MySQL', () => {
  it('that is right is right', async () => {
    await sql`alter database character set utf8mb4`.execute(database.queries)
    await migrate(database)

    expect(await databaseFindings(runBundle)).toEqual(['ok: the database (mysql) answers and has all tables'])
  })

  it('that is empty lacks its tables, and gets none by being looked at', async () => {
    expect(await databaseFindings()).toContainEqual(expect.stringMatching(/^error: .*2026-11-21-first-tables/))
    expect(await database.queries.introspection.getTables()).toEqual([])
  })

  it('that knows no Chinese is told of', async () => {
    await sql`alter database character set latin1`.execute(database.queries)

    expect(await databaseFindings()).toContainEqual(expect.stringMatching(/^warning: .*latin1/))
  })

  it('that refuses the user, or has no such database, says which', async () => {
    url.pathname = '/photolift_nowhere'
    expect(await databaseFindings()).toEqual([
      expect.stringMatching(/^error: there is no such database \(ER_BAD_DB_ERROR\)/),
    ])

    url.username = 'nobody'
    url.password = 'my-password'
    const findings = await databaseFindings()
    expect(findings).toEqual([expect.stringMatching(/^error: the database refuses user or password/)])
    expect(findings.join()).not.toContain('my-password')
  })
})
