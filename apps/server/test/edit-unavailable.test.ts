import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client } from './client.js'
import { heicPhoto, phonePhoto } from './pictures.js'
import { environmentOf } from './running-service.js'
import { freePort, type ServiceProcess, spawnService, untilListening } from './service-process.js'

let emulator: Emulator
let folder: string
let service: ServiceProcess

beforeAll(async () => {
  emulator = await startEmulator()
  folder = await mkdtemp(join(tmpdir(), 'photolift-plain-'))
  // Away from every node_modules: neither sharp nor heic-decode is there.
  const bundle = join(folder, 'main.mjs')
  await copyFile(join(import.meta.dirname, '../dist/main.mjs'), bundle)
  const port = String(await freePort())
  const environment = {
    ...environmentOf(emulator, 'cos'),
    DATABASE_URL: 'sqlite::memory:',
    THUMBNAILS: 'server',
    PORT: port,
  }
  service = await untilListening(spawnService(bundle, { folder, environment }), port)
})
afterAll(async () => {
  await service.stop()
  await emulator.close()
  await rm(folder, { recursive: true })
})

it('without sharp beside it the service does everything but edits and small pictures, and says why', async () => {
  const ann = await Client.login(service.url, 'code-plain')
  const photo = await ann.store(Buffer.from(await phonePhoto()))
  const heic = await ann.store(Buffer.from(await heicPhoto()), { contentType: 'image/heic' })

  const refusals = [
    await ann.editRefusal(photo.photoId, { kind: 'greyscale' }),
    await ann.editRefusal(heic.photoId, { kind: 'greyscale' }),
  ]

  expect(refusals).toEqual([0, 1].map(() => ({ status: 501, code: 'EDIT_UNAVAILABLE' })))
  for (const shown of (await ann.gallery()).photos) expect(shown.thumbnailUrl).toBe(shown.viewUrl)
  expect(service.output()).toContain('sharp cannot be loaded')
})
