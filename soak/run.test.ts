import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { run, soak } from './test/run-command.ts'

jest.setTimeout(60_000)

const REPOSITORY = join(import.meta.dirname, '..')

describe('the command', () => {
  it('ends with one line for machines', async () => {
    const { code, lines } = await soak('--runs', '30', '--seed', '12', '--json')

    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      runs: 30,
      seed: 12,
      lost: 0,
      doubled: 0,
      reordered: 0,
      falseSuccess: 0,
      hung: 0,
      wasteful: 0,
      stormed: 0,
    })
    expect(code).toBe(0)
  })

  it('fails with a planted bug, and prints a line that fails again when it is run', async () => {
    const found = await soak('--runs', '10', '--plant', 'confirm-skipped')
    const [, scenario = ''] = /replay: pnpm soak --plant confirm-skipped --replay '(.*)'/.exec(found.errors) ?? []

    const replayed = await soak('--plant', 'confirm-skipped', '--replay', scenario)

    expect(found.code).toBe(1)
    expect(JSON.parse(found.lines.at(-1) ?? '')).toMatchObject({ runs: 10, falseSuccess: 200 })
    expect(replayed.code).toBe(1)
    expect(JSON.parse(replayed.lines.at(-1) ?? '')).toMatchObject({ runs: 1, falseSuccess: 20 })
    expect((await soak('--replay', scenario)).code).toBe(0)
  })

  it.each([
    [['--runs', 'many'], '--runs wants a whole number above 0, not "many"'],
    [['--runs', '0'], '--runs wants a whole number above 0, not "0"'],
    [['--seed', '1.5'], '--seed wants a whole number above 0, not "1.5"'],
    [['--only', 'rose'], 'No fault at a stage has "rose" in its name'],
    [['--plant', 'rose'], 'There is no bug "rose" to plant; there are lost-reply-as-new,'],
    [['--app', 'rose'], 'There is no app "rose"; there are photolift, cos-wx-sdk.'],
    [['--app', 'cos-wx-sdk', '--plant', 'sent-twice'], '--plant goes with photolift alone'],
    [['--replay', '{'], '--replay wants the text that a failing run has printed'],
    [['--replay', '{"strikes":[]}'], '--replay wants the text that a failing run has printed'],
  ])('refuses %j', async (options, reason) => {
    const { code, lines, errors } = await soak(...options)

    expect(code).toBe(2)
    expect(lines).toEqual([])
    expect(errors).toContain(reason)
  })

  it('is what the script of the repository builds and runs', async () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const [, script = ''] = /^node (.+)$/.exec(scripts['soak'] ?? '') ?? []

    const { code, lines } = await run(join(REPOSITORY, script), ['--runs', '5', '--json'])

    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ runs: 5, lost: 0 })])
    expect(code).toBe(0)
  })
})
