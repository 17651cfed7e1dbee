import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { EditOperation } from '@photolift/contracts'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { Client } from './client.js'
import { grainyPhoto } from './pictures.js'
import { environmentOf } from './running-service.js'
import { freePort, peakMemory, type ServiceProcess, spawnService, untilListening } from './service-process.js'

const FOLDER = join(import.meta.dirname, '..')
const EDITS = 25

let emulator: Emulator
let service: ServiceProcess

beforeAll(async () => {
  emulator = await startEmulator()
  const port = String(await freePort())
  const environment = {
    ...environmentOf(emulator, 'cos'),
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'warn',
    PORT: port,
  }
  service = await untilListening(spawnService(join(FOLDER, 'dist/main.mjs'), { folder: FOLDER, environment }), port)
})
afterAll(async () => {
  await service.stop()
  await emulator.close()
})

/** What people do to photos, in turn; a number makes each of them another edit. */
function operations(index: number): EditOperation[] {
  const kinds: EditOperation[][] = [
    [{ kind: 'auto-orient' }, { kind: 'resize', width: 1_600 + index, height: 1_600 }],
    [
      { kind: 'rotate', degrees: 90 },
      { kind: 'crop', left: index, top: 100, width: 2_500, height: 3_000 },
    ],
    [{ kind: 'greyscale' }, { kind: 'quality', quality: 60 + (index % 30) }],
    [
      { kind: 'crop', left: index, top: index, width: 3_000, height: 2_000 },
      { kind: 'blur', sigma: 3 },
    ],
    [
      { kind: 'flip', axis: 'horizontal' },
      { kind: 'resize', width: 2_000 - index },
      { kind: 'format', format: 'webp' },
    ],
  ]
  return kinds[index % kinds.length] as EditOperation[]
}

it('25 edits of 12 megapixels in a row stay under 400 MB', async () => {
  const ann = await Client.login(service.url, 'code-memory')
  const photo = await ann.store(Buffer.from(await grainyPhoto({ width: 4_000, height: 3_000 })))

  for (let index = 0; index < EDITS; index++) {
    const edited = await ann.edit(photo.photoId, ...operations(index))
    await ann.send('DELETE', `/v1/photos/${edited.photoId}`)
  }

  const peak = await peakMemory(service.child)
  expect(peak).toBeGreaterThan(60e6)
  expect(peak).toBeLessThan(400e6)
}, 120_000)
