import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { promisify } from 'node:util'

/** The bundle, as the container runs it. */
export interface ServiceProcess {
  url: string
  child: ChildProcess
  output(): string
  /** Asks it to stop. @returns its exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs a bundle with nothing but this environment. */
export function spawnService(
  bundle: string,
  { folder, environment }: { folder: string; environment: Record<string, string> },
): Omit<ServiceProcess, 'url'> {
  const child = spawn(process.execPath, [bundle], { cwd: folder, env: environment, stdio: 'pipe' })
  // Later than its exit: all that it wrote has been read.
  const closed = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
  return {
    child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [exitCode] = (await closed) as [number | null]
      return exitCode
    },
  }
}

/** Waits until a service that was just spawned on this port answers. */
export async function untilListening(service: Omit<ServiceProcess, 'url'>, port: string): Promise<ServiceProcess> {
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined)
    if (answer?.status === 200) return { ...service, url }
    if (service.child.exitCode !== null) throw new Error(`The service did not start: ${service.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** The most memory that a process has held so far, in bytes; where the system keeps no such record, what it holds now. */
export async function peakMemory({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? (await residentKilobytes(pid))
  return Number(kilobytes) * 1_024
}

async function residentKilobytes(pid: number | undefined): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return stdout.trim()
}
