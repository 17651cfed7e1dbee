import { randomUUID } from 'node:crypto'
import { type Benchmark, median } from '../benchmark.ts'
import { Client, newPhotoRequest } from '../service/client.ts'
import { withService } from '../service/with-service.ts'

const BATCH = 20
const WARM_UP_ROUNDS = 100
const ROUNDS = 300

/** Grants for 20 photos in one call against grants for one, by one client while nobody else calls. */
export const authorizeBatch: Benchmark = {
  marks: [
    { name: 'authorize-batch', unit: '×', target: { atMost: 3 } },
    { name: 'authorize-batch-1-ms', unit: 'ms', target: null },
    { name: 'authorize-batch-20-ms', unit: 'ms', target: null },
  ],
  run: () =>
    withService(async ({ url }) => {
      const client = await Client.login(url)
      await measureRounds(client, WARM_UP_ROUNDS)
      const { oneMs, batchMs } = await measureRounds(client, ROUNDS)
      client.close()
      return {
        'authorize-batch': median(batchMs) / median(oneMs),
        'authorize-batch-1-ms': median(oneMs),
        'authorize-batch-20-ms': median(batchMs),
      }
    }),
}

async function measureRounds(client: Client, rounds: number): Promise<{ oneMs: number[]; batchMs: number[] }> {
  const oneMs: number[] = []
  const batchMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    oneMs.push(await authorize(client, 1))
    batchMs.push(await authorize(client, BATCH))
  }
  return { oneMs, batchMs }
}

/** @returns milliseconds from the call to its answer's last byte */
async function authorize(client: Client, count: number): Promise<number> {
  const pickId = randomUUID()
  const photos = Array.from({ length: count }, (_, position) => newPhotoRequest(pickId, position))
  const { durationMs } = await client.measure('POST', '/v1/upload-grants', { photos })
  return durationMs
}
