import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Ingest, IngestsResponse } from '@photolift/contracts'
import type { Emulator } from '@photolift/emulator'
import type { Benchmark } from '../benchmark.ts'
import { login } from '../service/client.ts'
import { type RunningService, withService } from '../service/with-service.ts'

const MEDIA = 50
const MEDIA_BYTES = 2_000_000
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

/** What 50 media ids of 2 MB add to the service's memory at its highest, after one of each kind of call has loaded what it needs. */
export const ingestMemory: Benchmark = {
  marks: [
    { name: 'ingest-memory', unit: 'MB', target: { atMost: 64 } },
    { name: 'ingest-memory-s', unit: 's', target: null },
  ],
  run: () => withService(measure, async ({ wechat }) => withOfficialAccount(wechat)),
}

function withOfficialAccount({ official }: Emulator['wechat']): Record<string, string> {
  return {
    OFFICIAL_APPID: official.appid,
    OFFICIAL_SECRET: official.secret,
    H5_ORIGINS: 'http://127.0.0.1:8080',
  }
}

async function measure({ url, pid, emulator }: RunningService): Promise<Record<string, number>> {
  const { authToken } = await login(url)
  const headers = { authorization: `Bearer ${authToken}`, 'content-type': 'application/json' }
  const ingest = async (mediaIds: string[]) => {
    const body = JSON.stringify({ pickId: 'bench', mediaIds })
    const answer = await fetch(`${url}/v1/ingests`, { method: 'POST', headers, body })
    if (answer.status !== 202) throw new Error(`POST /v1/ingests answered ${answer.status}: ${await answer.text()}`)
    return untilReady(((await answer.json()) as IngestsResponse).ingests)
  }
  const untilReady = async (ingests: readonly Ingest[]) => {
    for (let ingest of ingests) {
      while (ingest.state === 'pending') {
        ingest = (await (await fetch(`${url}/v1/ingests/${ingest.ingestId}`, { headers })).json()) as Ingest
      }
      if (ingest.state !== 'ready') throw new Error(`An ingest has failed: ${JSON.stringify(ingest.error)}`)
    }
  }

  const plant = (byteLength: number) =>
    emulator.media.add({ bytes: Buffer.concat([JPEG, randomBytes(byteLength - JPEG.length)]) })
  await ingest([plant(1_000)])
  const mediaIds = Array.from({ length: MEDIA }, () => plant(MEDIA_BYTES))
  const before = await megabytes(pid, 'VmRSS')
  const startedAt = performance.now()
  await ingest(mediaIds)
  const seconds = (performance.now() - startedAt) / 1_000
  return { 'ingest-memory': (await megabytes(pid, 'VmHWM')) - before, 'ingest-memory-s': seconds }
}

/** `VmRSS`: what a process holds; `VmHWM`: the most that it ever held. */
async function megabytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1])
  return (kibibytes * 1_024) / 1e6
}
