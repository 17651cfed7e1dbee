import { expect, it } from '@jest/globals'
import { IngestWorker, type IngestWorkerDeps } from './ingest-worker.js'

it('all who wait for the worker wait for one rest, and who comes after it for the next', async () => {
  const looks: ((due: []) => void)[] = []
  const ingests = { due: () => new Promise<[]>((resolve) => looks.push(resolve)) }
  const worker = new IngestWorker({ ingests, appid: 'wx1', clock: () => 0 } as unknown as IngestWorkerDeps)

  const waits = [worker.run(), worker.run(), worker.run()]
  for (const answer of looks) answer([])
  await Promise.all(waits)
  const next = worker.run()
  looks.at(-1)?.([])
  await next

  expect(new Set(waits).size).toBe(1)
  expect(waits).not.toContain(next)
})
