import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { repositoryFolder, serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { validate } from 'dockerfile-utils'
import { readDockerfile, type Stage, type Step } from './container/read-dockerfile.ts'
import { type BuiltStage, environmentOf, runStages } from './container/run-stages.ts'
import { openHeadlessPhone } from './world/headless-phone.ts'
import { picture } from './world/picture-file.ts'

const DOCKERFILE = join(repositoryFolder, 'apps/server/Dockerfile')

let folder: string
let dockerfile: string
let emulator: Emulator
const children: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-container-'))
  dockerfile = await readFile(DOCKERFILE, 'utf8')
  emulator = await startEmulator()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await emulator.close()
  await rm(folder, { recursive: true })
})

describe('apps/server/Dockerfile', () => {
  it('passes the linter of the Docker language server', () => {
    expect(validate(dockerfile)).toEqual([])
  })

  it('pins its base image to a version that has a shell, which the open interface service needs', () => {
    for (const { image } of readDockerfile(dockerfile)) expect(image).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/)
  })

  it('runs as a user that is not root, on the port that container.config.json tells 云托管', async () => {
    const config = JSON.parse(await readFile(join(repositoryFolder, 'container.config.json'), 'utf8'))
    const last = readDockerfile(dockerfile).at(-1)

    expect(config).toMatchObject({ containerPort: 8080, dockerfilePath: 'apps/server/Dockerfile' })
    expect(stepsOf(last, 'expose')).toEqual([{ kind: 'expose', port: config.containerPort }])
    expect(stepsOf(last, 'env')[0]?.variables).toMatchObject({ PORT: String(config.containerPort), HOST: '0.0.0.0' })
    expect(stepsOf(last, 'user')).toEqual([{ kind: 'user', user: '1000:1000' }])
    expect(stepsOf(last, 'cmd')).toEqual([{ kind: 'cmd', args: ['node', 'main.mjs'] }])
  })

  it('makes an image that starts and answers: its steps, run in a clean folder, from the repository as it is', async () => {
    const ignore = await readFile(join(repositoryFolder, '.dockerignore'), 'utf8')

    const image = await runStages(readDockerfile(dockerfile), {
      context: repositoryFolder,
      ignore,
      folder: join(folder, 'image'),
    })

    expect((await readdir(join(image.root, 'app'))).toSorted()).toEqual([
      'bake-compile-cache.mjs',
      'compile-cache',
      'main.mjs',
      'node_modules',
      'page',
    ])
    expect(await readdir(join(image.root, 'app/compile-cache'))).toHaveLength(1)
    await expectToServe(image)
  }, 300_000)
})

describe('pnpm deploy:cloudrun', () => {
  const deploy = (args: string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ['scripts/deploy-cloudrun.mjs', ...args], {
      cwd: repositoryFolder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    })

  it('--dry-run prints the folder and the commands of @wxcloud/cli, and no key', async () => {
    const { stdout } = await deploy(['--env', 'prod-1a2b', '--appid', 'wx1', '--dry-run'], { WXCLOUD_CLI_KEY: 'hush' })

    const [path, ...commands] = stdout.trim().split('\n')
    expect(path).toBe(join(repositoryFolder, '.photolift/container'))
    expect(commands).toEqual([
      'npx --yes @wxcloud/cli login --appId wx1 --privateKey $WXCLOUD_CLI_KEY',
      `npx --yes @wxcloud/cli run:deploy ${path} --envId prod-1a2b --serviceName photolift --containerPort 8080 --noConfirm`,
    ])
  }, 120_000)

  it('assembles a folder whose own Dockerfile makes the same image', async () => {
    const { stdout } = await deploy(['--env', 'prod-1a2b', '--dry-run'])
    const context = stdout.split('\n')[0] ?? ''
    const assembled = await readFile(join(context, 'Dockerfile'), 'utf8')

    expect(validate(assembled)).toEqual([])
    const stages = readDockerfile(assembled)
    expect(stages).toHaveLength(1)
    await expectToServe(await runStages(stages, { context, ignore: '', folder: join(folder, 'assembled') }))
  }, 120_000)

  it('logs in and deploys, and where one fails does not go on and tells no key', async () => {
    const bin = join(folder, 'bin')
    await mkdir(bin)
    const npx = join(bin, 'npx')
    const run = () =>
      deploy(['--env', 'prod-1a2b', '--appid', 'wx1'], {
        WXCLOUD_CLI_KEY: 'hush',
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      })
    const called = async () => (await readFile(`${npx}.log`, 'utf8')).trim().split('\n')
    const login = '--yes @wxcloud/cli login --appId wx1 --privateKey hush'

    await writeFile(npx, '#!/bin/sh\necho "$@" >>"$0.log"\n', { mode: 0o755 })
    await run()
    expect(await called()).toEqual([
      login,
      expect.stringMatching(/ run:deploy .*--serviceName photolift .*--noConfirm$/),
    ])

    await writeFile(npx, '#!/bin/sh\necho "$@" >"$0.log"\nexit 3\n', { mode: 0o755 })
    const failure: unknown = await run().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('npx --yes @wxcloud/cli login failed') })
    expect((failure as { stderr: string }).stderr).not.toContain('hush')
    expect(await called()).toEqual([login])
  }, 120_000)

  it('says what is missing', async () => {
    await expect(deploy(['--dry-run'])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--env') })
    await expect(deploy(['--env', 'prod-1a2b', '--appid', 'wx1'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('WXCLOUD_CLI_KEY'),
    })
  })
})

function stepsOf<K extends Step['kind']>(stage: Stage | undefined, kind: K): Extract<Step, { kind: K }>[] {
  return (stage?.steps ?? []).filter((step): step is Extract<Step, { kind: K }> => step.kind === kind)
}

/** Starts what the image would start, on a free port of loopback, and asks it for what needs the bundle and its native modules. */
async function expectToServe(image: BuiltStage): Promise<void> {
  const [program = '', ...args] = image.command
  const workdir = join(image.root, image.workdir)
  const child = spawn(program, args, {
    cwd: workdir,
    env: {
      ...environmentOf(image),
      ...serviceEnvironment(emulator, `sqlite:${join(image.root, 'photolift.sqlite')}`),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      H5_ORIGINS: 'https://h5.example.com',
      H5_DIST: 'page',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const url = await addressOf(child)

  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const page = await (await fetch(url)).text()
  const script = /<script type="module"[^>]* src="\.(\/assets\/[^"]+)"/.exec(page)?.[1] ?? 'no script'
  expect((await fetch(url + script)).headers.get('content-type')).toMatch(/javascript/)
  const phone = openHeadlessPhone({ serviceUrl: url, folder: image.root })
  await phone.pick([await picture(1)])
  expect(await phone.outcomes()).toEqual(['ready'])
  const [photo] = (await phone.api.gallery()).photos
  // Sharp is native code beside the bundle, which the first edit loads.
  const edited = await phone.api.editPhoto(photo?.photoId ?? '', [{ kind: 'resize', width: 60 }])
  expect(edited).toMatchObject({ status: 'ready', width: 60, height: 45 })
  // A HEIC photo would load the other one.
  const decoder = 'await import("heic-decode")'
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', decoder], { cwd: workdir })
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The service writes to no pipe.')
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The service ended with ${code}.`)))
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string }
      if (msg === 'listening' && url !== undefined) return url
    }
    throw new Error('The service closed its output.')
  })()
  return Promise.race([listening, ended])
}
