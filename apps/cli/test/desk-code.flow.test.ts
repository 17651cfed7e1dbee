import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createOneTimeCodes, readDeskCode } from '@photolift/database'
import { type CommandPlace, run, runBundle } from './command.js'
import { makeTeamDatabase, type TeamDatabase } from './team-database.js'

let root: string
let team: TeamDatabase
let place: CommandPlace
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'photolift-desk-'))
  team = await makeTeamDatabase(root, {})
  place = { folder: root, variables: { DATABASE_URL: team.url, HOME: root } }
})
afterEach(async () => {
  await team.close()
  await rm(root, { recursive: true, force: true })
})

const take = (code: string, now = Date.now()) => createOneTimeCodes(team.database).take('desk-code', code, now)

it('prints a code alone, which stands for its name once, and whose text is not in the database', async () => {
  const { stdout, code } = await runBundle(['desk-code', '--name', 'front-desk'], place)

  expect({ stdout, code }).toEqual({ stdout: expect.stringMatching(/^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\n$/), code: 0 })
  const deskCode = stdout.trim()
  expect(JSON.stringify(await team.database.queries.selectFrom('oneTimeCode').selectAll().execute())).not.toContain(
    deskCode,
  )
  expect(await take(readDeskCode(` ${deskCode.toLowerCase().replaceAll('-', '')} `))).toBe('desk:front-desk')
  expect(await take(deskCode)).toBeUndefined()
})

it('without a name is for somebody new, and ends when it says', async () => {
  const startedAt = Date.now()
  const { stdout } = await run(['desk-code', '--minutes', '30', '--json'], place)
  const { deskCode, name, expiresAt } = JSON.parse(stdout) as Record<'deskCode' | 'name' | 'expiresAt', string>

  expect(name).toMatch(/^[0-9a-f]{32}$/)
  expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(startedAt + 30 * 60_000)
  expect(await take(deskCode, Date.parse(expiresAt))).toBeUndefined()
})

it.each([
  ['--name', '张三'],
  ['--name', 'a:b'],
  ['--name', ''],
  ['--minutes', '0'],
  ['--minutes', '1441'],
  ['--minutes', '1.5'],
])('refuses %s %j before anything is written', async (option, value) => {
  const { code, stdout } = await run(['desk-code', option, value], place)

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(await team.database.queries.selectFrom('oneTimeCode').selectAll().execute()).toEqual([])
})
