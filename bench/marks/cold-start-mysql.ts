import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhotoPage } from '@photolift/contracts'
import { serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { type Benchmark, median } from '../benchmark.ts'
import { bakeService } from '../service/baked-service.ts'
import { login } from '../service/client.ts'
import { createMysqlGallery, type GalleryDatabase } from '../service/gallery-databases.ts'
import { type ServerProcessOptions, startServerProcess } from '../service/server-process.ts'

const ROUNDS = 11
const PHOTOS = 30

/**
 * From spawning the process to the last byte of somebody's first gallery page, out of a MariaDB whose tables are there: what a person waits
 * for who opens the mini-program while no instance runs. The page needs the database and nothing else, so no other system is measured.
 */
export const coldStartMysql: Benchmark = {
  marks: [
    { name: 'cold-start-mysql', unit: '×', target: { atMost: 6 } },
    { name: 'cold-start-mysql-ms', unit: 'ms', target: null },
    { name: 'cold-start-mysql-bare-ms', unit: 'ms', target: null },
  ],
  async run() {
    const database = await createMysqlGallery()
    const folder = await mkdtemp(join(tmpdir(), 'photolift-cold-start-mysql-'))
    const emulator = await startEmulator()
    try {
      const service = await prepareService({ database, emulator, folder: join(folder, 'app') })
      const bare = { file: join(import.meta.dirname, '../baselines/bare-http.mjs'), env: {} }
      const starts = { service: [] as number[], bare: [] as number[] }
      for (let round = 0; round < ROUNDS; round++) {
        starts.service.push(await startMs(service))
        starts.bare.push(await startMs(bare))
      }
      return {
        'cold-start-mysql': median(starts.service) / median(starts.bare),
        'cold-start-mysql-ms': median(starts.service),
        'cold-start-mysql-bare-ms': median(starts.bare),
      }
    } finally {
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
      await database.drop()
    }
  },
}

interface Deployment {
  database: GalleryDatabase
  emulator: Emulator
  /** Made for the service's file. */
  folder: string
}

/** Makes the tables and somebody with photos by a run of the service that is not measured. */
async function prepareService({ database, emulator, folder }: Deployment): Promise<ServerProcessOptions> {
  const { file, env } = await bakeService(folder)
  const service = { file, env: { ...serviceEnvironment(emulator, database.url), LOG_LEVEL: 'warn', ...env } }
  const { url, stop } = await startServerProcess(service)
  const { authToken, user } = await login(url)
  await database.fill(user.userId, PHOTOS)
  const firstCall = { path: '/v1/photos', headers: { authorization: `Bearer ${authToken}` } }
  const page = (await (await fetch(url + firstCall.path, firstCall)).json()) as PhotoPage
  await stop()
  if (page.photos.length !== PHOTOS) throw new Error(`The page has ${page.photos.length} photos, not ${PHOTOS}.`)
  return { ...service, firstCall }
}

async function startMs(server: ServerProcessOptions): Promise<number> {
  const startedAt = performance.now()
  const { stop } = await startServerProcess(server)
  const ms = performance.now() - startedAt
  await stop()
  return ms
}
