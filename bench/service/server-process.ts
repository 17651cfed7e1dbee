import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { get } from 'node:http'
import { freePort } from '@photolift/dev-stack'

/** A server of one file in a process of its own, which answers `GET /healthz`. */
export interface ServerProcess {
  url: string
  pid: number
  /** SIGTERM, and resolves when it is gone. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  /** Path of the JavaScript file. */
  file: string
  /** All that it sees of the environment beside PATH and PORT. */
  env: Record<string, string>
  /** Modules to load before it. */
  imports?: readonly string[]
  /** File that takes what it writes; nothing is kept when absent. */
  outputFile?: string
}

/**
 * Starts it on a free port and waits for its first 200.
 * @throws Error when it ends before that, or after 20 s
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { file, env, imports = [], outputFile } = options
  const port = await freePort()
  const output = outputFile === undefined ? undefined : await open(outputFile, 'a')
  const child = spawn(process.execPath, [...imports.flatMap((module) => ['--import', module]), file], {
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', output?.fd ?? 'ignore', 'inherit'],
  })
  await output?.close()
  const url = `http://127.0.0.1:${port}`
  await untilHealthy({ child, file, url })
  return {
    url,
    pid: child.pid as number,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function untilHealthy({ child, file, url }: { child: ChildProcess; file: string; url: string }): Promise<void> {
  const deadline = performance.now() + 20_000
  while ((await statusOf(`${url}/healthz`)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${file} ended with code ${child.exitCode} before it answered.`)
    if (performance.now() > deadline) throw new Error(`${file} did not answer within 20 s.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** 0 where nothing answers. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', () => resolve(0))
  })
}
