import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, it } from '@jest/globals'
import { ANSWER, ASK, CLOUD_FILES_PATH, FORWARD_PATH } from '../src/forward-protocol.js'
import { FIDELITY_APP } from './running-app.js'
import { bodyOf, TargetServer } from './target-server.js'

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

it('reaches the containers and the cloud that it is told of', async () => {
  const target = await TargetServer.start()
  target.handle = async (request, response) =>
    response.end(
      JSON.stringify({ at: request.url, as: request.headers['x-wx-appid'], body: (await bodyOf(request)).toString() }),
    )
  const where = ['--container', `prod/photos=${target.url('/base')}`, '--cloud-files', target.url(), '--appid', 'wx1']
  const child = run('--app', FIDELITY_APP, '--json', ...where)
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const { url } = JSON.parse(String(line)) as { url: string }

  const headers = { origin: url, [ASK.target]: '/v1', [ASK.containerEnv]: 'prod', [ASK.containerService]: 'photos' }
  const called = await fetch(url + FORWARD_PATH.container, { method: 'POST', headers })
  const found = await fetch(url + CLOUD_FILES_PATH, { method: 'POST', headers: { origin: url }, body: '{"openid":""}' })
  const foreign = await fetch(url + CLOUD_FILES_PATH, { method: 'POST', headers: { origin: 'http://127.0.0.1:1' } })

  expect(called.headers.get(ANSWER.status)).toBe('200')
  expect(await called.json()).toEqual({ at: '/base/v1', as: 'wx1', body: '' })
  expect(await found.json()).toEqual({ at: '/cloud-files', body: '{"openid":""}' })
  expect(foreign.status).toBe(403)
  target.stop()
})

it.each([
  [[], '--app is missing'],
  [['--app', 'nowhere'], 'holds no app.json: build the mini-program first'],
  [['--app', FIDELITY_APP, '--port', 'x'], '--port must be a number, not "x"'],
  [['--app', FIDELITY_APP, '--allow'], '--allow'],
  [
    ['--app', FIDELITY_APP, '--container', 'prod/photos'],
    '--container must be <env>/<service>=<http or https URL>, not "prod/photos"',
  ],
  [['--app', FIDELITY_APP, '--container', 'prod/photos=ftp://a'], '--container must be'],
  [['--app', FIDELITY_APP, '--cloud-files', 'here'], '--cloud-files must be an http or https URL, not "here"'],
])('says what is wrong with %j', async (args, sentence) => {
  const child = run(...args)

  const [complaint] = await Promise.all([textOf(child.stderr), once(child, 'exit')])

  expect(complaint).toContain(sentence)
  expect(complaint).not.toMatch(/^\s+at /m)
  expect(child.exitCode).toBe(1)
})
