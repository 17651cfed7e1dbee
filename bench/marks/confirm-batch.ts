import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'
import { type Benchmark, median } from '../benchmark.ts'
import { startLinkProcess } from '../link/link-process.ts'
import { Client } from '../service/client.ts'
import { storePhotos } from '../service/store-photos.ts'
import { withService } from '../service/with-service.ts'

const BATCH = 20
const ROUNDS = 7
const RTT_TO_COS_MS = 40
/** Wide enough that only the delay counts. */
const BITS_PER_SECOND = 1e9

/** Confirming 20 photos in one call against confirming one, with 20 ms between the service and COS in each direction. */
export const confirmBatch: Benchmark = {
  marks: [
    { name: 'confirm-batch', unit: '×', target: { atMost: 3 } },
    { name: 'confirm-batch-1-ms', unit: 'ms', target: null },
    { name: 'confirm-batch-20-ms', unit: 'ms', target: null },
  ],
  async run() {
    const closers: (() => Promise<void>)[] = []
    const delayed = async (cosEndpoint: string) => {
      const targetPorts = [Number(new URL(cosEndpoint).port)]
      const link = await startLinkProcess({ targetPorts, rttMs: RTT_TO_COS_MS, bitsPerSecond: BITS_PER_SECOND })
      closers.push(link.close)
      return { COS_ENDPOINT: `http://127.0.0.1:${link.ports[0]}` }
    }
    try {
      return await withService(measure, async ({ cos }) => delayed(cos.endpoint))
    } finally {
      for (const close of closers) await close()
    }
  },
}

async function measure({ url, emulator }: { url: string; emulator: { cos: { endpoint: string } } }) {
  const client = await Client.login(url)
  const picture = await readFile(join(repositoryFolder, 'packages/preview/album/coast.webp'))
  const photos = { client, picture, cosEndpoint: emulator.cos.endpoint }
  // The first call loads the COS driver and opens its connections.
  await confirm(photos, BATCH)
  const oneMs: number[] = []
  const batchMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    oneMs.push(await confirm(photos, 1))
    batchMs.push(await confirm(photos, BATCH))
  }
  client.close()
  return {
    'confirm-batch': median(batchMs) / median(oneMs),
    'confirm-batch-1-ms': median(oneMs),
    'confirm-batch-20-ms': median(batchMs),
  }
}

interface Photos {
  client: Client
  picture: Buffer
  /** Without the delay: how the bytes came there is no part of the mark. */
  cosEndpoint: string
}

/** @returns the milliseconds of the confirm call */
async function confirm({ client, picture, cosEndpoint }: Photos, count: number): Promise<number> {
  const files = Array.from({ length: count }, () => Buffer.concat([picture, Buffer.from(randomUUID())]))
  return (await storePhotos({ client, files, contentType: 'image/webp', cosEndpoint })).confirmMs
}
