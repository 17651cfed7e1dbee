import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client, call, uploadRequest } from './client.js'
import { photoBytes } from './photo-bytes.js'
import { environmentOf } from './running-service.js'
import { freePort, type ServiceProcess, spawnService as spawnBundle, untilListening } from './service-process.js'
import { platformHeaders, storageEnvironment } from './test-storage.js'
import { until } from './until.js'

const DIST = join(import.meta.dirname, '../dist')

let emulator: Emulator
let folder: string
const children: ChildProcess[] = []

beforeAll(async () => {
  emulator = await startEmulator()
  folder = await mkdtemp(join(tmpdir(), 'photolift-process-'))
  // Away from every node_modules: what runs there needs nothing beside it.
  await copyFile(join(DIST, 'main.mjs'), join(folder, 'main.mjs'))
})
afterEach(() => {
  emulator.faults.clear()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await emulator.close()
  await rm(folder, { recursive: true })
})

function spawnService(environment: Record<string, string>): Omit<ServiceProcess, 'url'> {
  const service = spawnBundle(join(folder, 'main.mjs'), { folder, environment })
  children.push(service.child)
  return service
}

async function startService(environment: Record<string, string> = {}): Promise<ServiceProcess> {
  const port = String(await freePort())
  const settings = { ...environmentOf(emulator), DATABASE_URL: 'sqlite::memory:', ...environment, PORT: port }
  return untilListening(spawnService(settings), port)
}

describe('the built service', () => {
  it('is one file', async () => {
    expect(await readdir(DIST)).toEqual(['main.mjs'])
  })

  it('does not start on a wrong configuration, and tells all that is wrong without telling values', async () => {
    const service = spawnService({
      ...environmentOf(emulator),
      JWT_SECRET: 'tooShort',
      COS_BUCKET: 'no-app-id-',
      PORT: 'eighty',
    })

    await once(service.child, 'close')

    expect(service.child.exitCode).toBe(1)
    expect(service.output()).toContain('JWT_SECRET needs at least 32 bytes')
    expect(service.output()).toContain('COS_BUCKET must end with the appId')
    expect(service.output()).toContain('PORT is not a whole number')
    expect(service.output()).not.toMatch(/tooShort|no-app-id-|eighty|at .*main\.mjs/)
  })

  it('says so, and nothing else, when its port is taken', async () => {
    const first = await startService()

    const second = spawnService({
      ...environmentOf(emulator),
      DATABASE_URL: 'sqlite::memory:',
      PORT: new URL(first.url).port,
    })
    await once(second.child, 'close')

    expect(second.child.exitCode).toBe(1)
    expect(second.output()).toMatch(
      /^The configuration has problems:\n {2}HOST and PORT cannot be listened on: .*EADDRINUSE.*\n$/,
    )
  })

  it('keeps the channel to a parent that has opened one, as process managers do', async () => {
    const env = { ...environmentOf(emulator), DATABASE_URL: 'sqlite::memory:', PORT: '0' }
    const child = fork(join(folder, 'main.mjs'), { cwd: folder, env, execArgv: [], silent: true })
    children.push(child)

    await once(child.stdout as Readable, 'data')

    expect(child.connected).toBe(true)
  })

  it('keeps rows and photos over a restart', async () => {
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'kept/photolift.sqlite')}` }
    const first = await startService(environment)
    const ann = await Client.login(first.url, 'code-kept-1')
    const photo = await ann.store()
    const exitCode = await first.stop()

    const second = await startService(environment)
    const again = await Client.login(second.url, 'code-kept-2')

    expect(exitCode).toBe(0)
    expect(again.userId).toBe(ann.userId)
    expect((await again.gallery()).photos).toMatchObject([{ photoId: photo.photoId }])
  })

  it('keeps photos in the bucket of a cloud environment by configuration alone', async () => {
    // An empty variable counts as absent.
    const ownBucket = { COS_SECRET_ID: '', COS_SECRET_KEY: '', WECHAT_SECRET: '' }
    const service = await startService({ ...ownBucket, ...storageEnvironment(emulator, 'cloudrun') })
    const headers = platformHeaders(emulator, 'openid-of-ann')
    const ann = await Client.loginBy(service.url, { body: {}, headers })

    const photo = await ann.store()

    expect(photo.cloudFileId).toMatch(new RegExp(`^cloud://${emulator.cloud.env}\\.${emulator.cloud.bucket}/photos/`))
    expect(emulator.objects.list('photos/', { bucket: emulator.cloud.bucket })).toHaveLength(1)
    expect((await call(service.url, { method: 'GET', path: '/readyz' })).status).toBe(200)
  })

  it('may be started several times at once on one new SQLite file', async () => {
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'at-once.sqlite')}` }

    const services = await Promise.all(Array.from({ length: 4 }, () => startService(environment)))

    const answers = await Promise.all(services.map(({ url }) => call(url, { method: 'GET', path: '/readyz' })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes at %s what it has begun, accepts nothing more, and exits with 0',
    async (signal) => {
      const service = await startService()
      const ann = await Client.login(service.url, `code-stop-${signal}`)
      const bytes = photoBytes()
      const grant = await ann.grant(uploadRequest(bytes))
      const slowCopy = emulator.faults.add({ service: 'cos', method: 'PUT', fault: { latencyMs: 300 } })
      const confirming = ann.confirm(grant.photoId)
      await until(() => emulator.faults.list().some(({ id, met }) => id === slowCopy && met > 0))

      const stopping = service.stop(signal)

      expect(await confirming).toMatchObject([{ error: { code: 'PHOTO_NOT_UPLOADED' } }])
      expect(await stopping).toBe(0)
      await expect(fetch(`${service.url}/healthz`)).rejects.toThrow('fetch failed')
      expect(service.output()).toContain('"msg":"stopping"')
    },
  )
})
