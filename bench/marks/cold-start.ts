import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, repositoryFolder, serviceEnvironment } from '@photolift/dev-stack'
import { startEmulator } from '@photolift/emulator'
import { type Benchmark, median } from '../benchmark.ts'

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
      file: join(repositoryFolder, 'apps/server/dist/main.mjs'),
      env: {
        ...serviceEnvironment(emulator, `sqlite:${join(folder, 'photolift.sqlite')}`),
        NODE_ENV: 'production',
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

async function start({ file, env }: { file: string; env: Record<string, string> }): Promise<Start> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  while ((await statusOf(port)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${file} ended with code ${child.exitCode} before it answered.`)
    if (performance.now() - startedAt > 20_000) throw new Error(`${file} did not answer within 20 s.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const ms = performance.now() - startedAt
  const rssMegabytes = await residentMegabytes(child.pid)
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { ms, rssMegabytes }
}

function statusOf(port: number): Promise<number> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/healthz', agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', () => resolve(0))
  })
}

/** What Linux counts as resident; `pnpm bench` runs this mark on Linux only. */
async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
  return (kibibytes * 1024) / 1e6
}
