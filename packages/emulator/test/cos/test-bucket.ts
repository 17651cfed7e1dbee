import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCosHandler } from '../../src/cos/cos-handler.js'
import { createMemoryStore } from '../../src/cos/store/memory-store.js'
import type { ObjectStore } from '../../src/cos/store/object-store.js'
import { TemporaryKeys } from '../../src/cos/temporary-keys.js'

/** The keys of the published examples, so that their signatures hold here. */
export const SECRET_ID = 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q'
export const SECRET_KEY = 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz'
export const BUCKET = 'examplebucket-1250000000'
export const REGION = 'ap-shanghai'

/** A bucket that listens on loopback, with a clock that a test sets. */
export interface TestBucket {
  /** `127.0.0.1:<port>` */
  host: string
  /** `http://127.0.0.1:<port>` */
  endpoint: string
  store: ObjectStore
  temporaryKeys: TemporaryKeys
  /** Milliseconds since the epoch; the real time until a test sets another. */
  setNow(nowMs: number | undefined): void
  nowMs(): number
  /** @throws AggregateError of what the handler rejected with: faults of the emulator's own */
  close(): Promise<void>
}

export async function startTestBucket(store = createMemoryStore()): Promise<TestBucket> {
  let fixedNowMs: number | undefined
  const faults: unknown[] = []
  const nowMs = () => fixedNowMs ?? Date.now()
  const temporaryKeys = new TemporaryKeys()
  const handler = createCosHandler({
    bucket: BUCKET,
    region: REGION,
    permanentKey: { secretId: SECRET_ID, secretKey: SECRET_KEY },
    store,
    temporaryKeys,
    clock: { nowMs },
    tokensExpired: () => false,
  })
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => faults.push(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    host,
    endpoint: `http://${host}`,
    store,
    temporaryKeys,
    setNow: (value) => {
      fixedNowMs = value
    },
    nowMs,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      store.close()
      if (faults.length > 0) throw new AggregateError(faults, 'the emulator failed while it answered')
    },
  }
}
