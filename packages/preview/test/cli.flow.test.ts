import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, it } from '@jest/globals'
import { FIDELITY_APP } from './running-app.js'

const CLI = join(import.meta.dirname, '../dist/cli.js')

let command: ChildProcess

afterEach(() => {
  command.kill('SIGKILL')
})

function run(...args: string[]): ChildProcess {
  command = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  return command
}

const textOf = async (stream: NodeJS.ReadableStream | null) => {
  let text = ''
  for await (const piece of stream ?? []) text += String(piece)
  return text
}

it('prints one JSON line when it is ready, serves, and stops on SIGTERM', async () => {
  const child = run('--app', FIDELITY_APP, '--json')
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]

  const { url } = JSON.parse(String(line)) as { url: string }
  expect(await (await fetch(url)).text()).toContain('/__preview/shell.js')
  child.kill('SIGTERM')

  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

it.each([
  [[], '--app is missing'],
  [['--app', 'nowhere'], 'holds no app.json: build the mini-program first'],
  [['--app', FIDELITY_APP, '--port', 'x'], '--port must be a number, not "x"'],
  [['--app', FIDELITY_APP, '--allow'], '--allow'],
])('says what is wrong with %j', async (args, sentence) => {
  const child = run(...args)

  const [complaint] = await Promise.all([textOf(child.stderr), once(child, 'exit')])

  expect(complaint).toContain(sentence)
  expect(complaint).not.toMatch(/^\s+at /m)
  expect(child.exitCode).toBe(1)
})
