import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceEnvironment } from '@photolift/dev-stack'
import { startEmulator } from '@photolift/emulator'
import { type Benchmark, median } from '../benchmark.ts'
import { imageEnvironment } from '../service/image-environment.ts'
import { type ServerProcessOptions, startServerProcess } from '../service/server-process.ts'
import { serviceFile } from '../service/service-file.ts'

const ROUNDS = 11

/** From spawning the process to its first 200, and what it then holds in memory; the service as its container starts it. */
export const coldStart: Benchmark = {
  marks: [
    { name: 'cold-start', unit: '×', target: { atMost: 4 } },
    { name: 'cold-start-rss', unit: 'MB', target: { atMost: 120 } },
    { name: 'cold-start-ms', unit: 'ms', target: null },
    { name: 'cold-start-bare-ms', unit: 'ms', target: null },
  ],
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'photolift-cold-start-'))
    const emulator = await startEmulator()
    const service = {
      file: serviceFile,
      env: {
        ...serviceEnvironment(emulator, `sqlite:${join(folder, 'photolift.sqlite')}`),
        ...(await imageEnvironment()),
        LOG_LEVEL: 'warn',
        NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
      },
    }
    const bare = { file: join(import.meta.dirname, '../baselines/bare-http.mjs'), env: {} }
    try {
      // The first, graceful run fills the compile cache and makes the tables, as building the image does.
      await start(service)
      await start(bare)
      const starts = { service: [] as Start[], bare: [] as Start[] }
      for (let round = 0; round < ROUNDS; round++) {
        starts.service.push(await start(service))
        starts.bare.push(await start(bare))
      }
      const serviceMs = median(starts.service.map(({ ms }) => ms))
      const bareMs = median(starts.bare.map(({ ms }) => ms))
      return {
        'cold-start': serviceMs / bareMs,
        'cold-start-rss': median(starts.service.map(({ rssMegabytes }) => rssMegabytes)),
        'cold-start-ms': serviceMs,
        'cold-start-bare-ms': bareMs,
      }
    } finally {
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface Start {
  ms: number
  rssMegabytes: number
}

async function start(server: ServerProcessOptions): Promise<Start> {
  const startedAt = performance.now()
  const { pid, stop } = await startServerProcess(server)
  const ms = performance.now() - startedAt
  const rssMegabytes = await residentMegabytes(pid)
  await stop()
  return { ms, rssMegabytes }
}

/** What Linux counts as resident; `pnpm bench` runs this mark on Linux only. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
  return (kibibytes * 1024) / 1e6
}
