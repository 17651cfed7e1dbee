import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { get } from 'node:http'
import { freePort } from '@photolift/dev-stack'

/** A server of one file in a process of its own. */
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
  /** What is asked until it answers 200; `GET /healthz` when absent. */
  firstCall?: { path: string; headers: Record<string, string> }
}

/**
 * Starts it on a free port and waits for its first 200, to the last byte.
 * @throws Error when it ends before that, or after 20 s
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { file, env, imports = [], outputFile, firstCall = HEALTH } = options
  const port = await freePort()
  const output = outputFile === undefined ? undefined : await open(outputFile, 'a')
  const child = spawn(process.execPath, [...imports.flatMap((module) => ['--import', module]), file], {
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', output?.fd ?? 'ignore', 'inherit'],
  })
  await output?.close()
  const url = `http://127.0.0.1:${port}`
  await untilAnswered({ child, file, url, firstCall })
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

const HEALTH = { path: '/healthz', headers: {} }

type FirstAnswer = Required<Pick<ServerProcessOptions, 'file' | 'firstCall'>> & { child: ChildProcess; url: string }

async function untilAnswered({ child, file, url, firstCall }: FirstAnswer): Promise<void> {
  const deadline = performance.now() + 20_000
  while ((await statusOf(url + firstCall.path, firstCall.headers)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${file} ended with code ${child.exitCode} before it answered.`)
    if (performance.now() > deadline) throw new Error(`${file} did not answer ${firstCall.path} with 200 within 20 s.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** 0 where nothing answers. */
function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    get(url, { agent: false, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', () => resolve(0))
  })
}
