import { type FileLinksResponse, PHOTOS_PER_CALL, type PhotoPage } from '@photolift/contracts'
import { type Benchmark, median } from '../benchmark.ts'
import { Client } from '../service/client.ts'
import { createSqliteGallery } from '../service/gallery-databases.ts'
import { withService } from '../service/with-service.ts'

const WARM_UP_ROUNDS = 200
const ROUNDS = 500

/** Links to 50 photos in one call against a link to one, by one client while nobody else calls. */
export const linksBatch: Benchmark = {
  marks: [
    { name: 'links-batch', unit: '×', target: { atMost: 2 } },
    { name: 'links-batch-1-ms', unit: 'ms', target: null },
    { name: 'links-batch-50-ms', unit: 'ms', target: null },
  ],
  async run() {
    const database = await createSqliteGallery()
    try {
      return await withService(
        async ({ url }) => {
          const client = await Client.login(url)
          await database.fill(client.userId, PHOTOS_PER_CALL)
          const marks = await measure(client)
          client.close()
          return marks
        },
        async () => ({ DATABASE_URL: database.url }),
      )
    } finally {
      await database.drop()
    }
  },
}

async function measure(client: Client) {
  const { photos } = await client.call<PhotoPage>('GET', `/v1/photos?limit=${PHOTOS_PER_CALL}`)
  const photoIds = photos.map(({ photoId }) => photoId)
  await measureRounds(client, photoIds, WARM_UP_ROUNDS)
  const { oneMs, batchMs } = await measureRounds(client, photoIds, ROUNDS)
  return {
    'links-batch': median(batchMs) / median(oneMs),
    'links-batch-1-ms': median(oneMs),
    'links-batch-50-ms': median(batchMs),
  }
}

async function measureRounds(client: Client, photoIds: readonly string[], rounds: number) {
  const oneMs: number[] = []
  const batchMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    oneMs.push(await askForLinks(client, photoIds.slice(round % PHOTOS_PER_CALL).slice(0, 1)))
    batchMs.push(await askForLinks(client, photoIds))
  }
  return { oneMs, batchMs }
}

/** @returns milliseconds from the call to its answer's last byte */
async function askForLinks(client: Client, photoIds: readonly string[]): Promise<number> {
  const { answer, durationMs } = await client.measure<FileLinksResponse>('POST', '/v1/files/links', { photoIds })
  const given = answer.links.filter((link) => 'url' in link).length
  if (given !== photoIds.length) throw new Error(`${given} of ${photoIds.length} links were given.`)
  return durationMs
}
