import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Photo } from '@photolift/contracts'
import { freePort } from '@photolift/dev-stack'
import type { DoneAlone } from '../baselines/bare-sharp.ts'
import { type Benchmark, median, undisturbed } from '../benchmark.ts'
import { type EditName, edits } from '../edit/edits.ts'
import { makePhoto } from '../edit/photo.ts'
import { Client } from '../service/client.ts'
import { storePhotos } from '../service/store-photos.ts'
import { withService } from '../service/with-service.ts'

const FIRST_WIDTH = 2_048
const WARM_UP_ROUNDS = 3
const ROUNDS = 40

/**
 * An edit of a 12 MP photo by the service, from the call to its answer, against sharp alone doing the same in the service's own process: what
 * the way from and to the bucket, rows, limits and checks cost beside the picture's pixels.
 */
export const edit: Benchmark = {
  marks: [
    { name: 'edit-12mp', unit: '×', target: { atMost: 1.3 } },
    { name: 'edit-12mp-ms', unit: 'ms', target: null },
    { name: 'edit-12mp-sharp-ms', unit: 'ms', target: null },
    { name: 'edit-12mp-cpu', unit: '×', target: null },
    { name: 'edit-12mp-resized-first', unit: '×', target: null },
    { name: 'edit-12mp-small', unit: '×', target: null },
  ],
  async run() {
    const photoFile = join(tmpdir(), `photolift-edit-${randomBytes(6).toString('hex')}.jpg`)
    const photo = await makePhoto()
    await writeFile(photoFile, photo)
    const port = await freePort()
    const sharpEnvironment = { PHOTO_FILE: photoFile, BARE_SHARP_PORT: String(port) }
    try {
      return await withService(
        async ({ url, emulator }) => {
          const client = await Client.login(url)
          const files = {
            client,
            files: [photo],
            contentType: 'image/jpeg',
            cosEndpoint: emulator.cos.endpoint,
          } as const
          const [photoId = ''] = (await storePhotos(files)).photoIds
          const sides = { client, photoId, sharpUrl: `http://127.0.0.1:${port}` }
          const marks = {
            ...(await compare('edit-12mp', sides)),
            ...(await compare('edit-12mp-resized-first', sides)),
            ...(await compare('edit-12mp-small', sides)),
          }
          client.close()
          return marks
        },
        async () => sharpEnvironment,
        [join(import.meta.dirname, '../baselines/bare-sharp.ts')],
      )
    } finally {
      await rm(photoFile)
    }
  },
}

interface Sides {
  client: Client
  photoId: string
  sharpUrl: string
}

async function compare(name: EditName, sides: Sides): Promise<Record<string, number>> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await measureBoth(name, FIRST_WIDTH - 1 - round, sides)
  const rounds: Both[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureBoth(name, FIRST_WIDTH + round, sides))
  const service = rounds.map((both) => both.service)
  const alone = rounds.map((both) => both.alone)
  const serviceMs = undisturbed(service.map(({ durationMs }) => durationMs))
  const sharpMs = undisturbed(alone.map(({ durationMs }) => durationMs))
  return {
    [name]: serviceMs / sharpMs,
    [`${name}-ms`]: serviceMs,
    [`${name}-sharp-ms`]: sharpMs,
    [`${name}-cpu`]: median(service.map(({ cpuMs }) => cpuMs)) / median(alone.map(({ cpuMs }) => cpuMs)),
  }
}

interface Both {
  service: { durationMs: number; cpuMs: number }
  alone: { durationMs: number; cpuMs: number }
}

/** @param width has not been asked for before, so that nothing is answered from what was made already */
async function measureBoth(name: EditName, width: number, { client, photoId, sharpUrl }: Sides): Promise<Both> {
  const operations = edits[name].operations(width)
  const cpuMsBefore = await ask<number>(`${sharpUrl}/cpu`)
  const { answer, durationMs } = await client.measure<Photo>('POST', `/v1/photos/${photoId}/edits`, { operations })
  const cpuMs = (await ask<number>(`${sharpUrl}/cpu`)) - cpuMsBefore
  const alone = await ask<DoneAlone>(`${sharpUrl}/${name}/${width}`)
  if (answer.byteLength !== alone.byteLength)
    throw new Error(
      `${name}: the service's picture has ${answer.byteLength} bytes, that of sharp alone ${alone.byteLength}.`,
    )
  return { service: { durationMs, cpuMs }, alone }
}

async function ask<Answer>(url: string): Promise<Answer> {
  return (await (await fetch(url)).json()) as Answer
}
