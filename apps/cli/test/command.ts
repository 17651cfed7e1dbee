import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Emulator } from '@photolift/emulator'
import { createTerminal } from '../src/output/terminal.js'
import { runCommandLine } from '../src/run-command-line.js'

/** The built command, as people run it. */
const BUNDLE = join(import.meta.dirname, '../dist/photolift.mjs')

export interface RunningBundle {
  child: ChildProcess
  done: Promise<CommandResult>
}

export interface CommandResult {
  stdout: string
  stderr: string
  /** Null where a signal ended it. */
  code: number | null
}

export interface CommandPlace {
  /** The whole environment, but for PATH. */
  variables: Record<string, string>
  folder: string
}

/**
 * Runs a command line in the test's own process, from the source, into a pipe: for all that a command does, finds and prints. What a
 * process takes to start is half a second of a core, which hundreds of tests cannot all have.
 */
export async function run(args: readonly string[], { variables, folder }: CommandPlace): Promise<CommandResult> {
  const stdout = collectText()
  const stderr = collectText()
  let code: number | null = 0
  await runCommandLine(args, {
    variables,
    folder,
    terminal: createTerminal({ isTyped: false, stdout: stdout.stream, stderr: stderr.stream, variables }),
    signal: new AbortController().signal,
    setExitCode: (given) => {
      code = given
    },
  })
  return { stdout: stdout.text(), stderr: stderr.text(), code }
}

/**
 * Starts the built command: for what is about a process, such as signals, pipes that close and the list of processes. The caller
 * ends it, or waits until it does.
 */
export function startBundle(args: readonly string[], { variables, folder }: CommandPlace): RunningBundle {
  const child = spawn(process.execPath, [BUNDLE, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const done = Promise.all([text(child.stdout), text(child.stderr), exit])
  return { child, done: done.then(([stdout, stderr, code]) => ({ stdout, stderr, code })) }
}

/** Runs the built command to its end: for what the file itself has to prove, that each command is in it, runs and ends. */
export function runBundle(args: readonly string[], place: CommandPlace): Promise<CommandResult> {
  return startBundle(args, place).done
}

function collectText(): { stream: Writable; text: () => string } {
  let written = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written += chunk
      done()
    },
  })
  return { stream, text: () => written }
}

/** The variables of each storage, for the emulator. */
export function variablesFor(
  storage: 'cos' | 'cloudrun' | 'tcb',
  { cos, wechat, cloud, openInterface }: Emulator,
  stateFolder: string,
): Record<string, string> {
  const state = { XDG_STATE_HOME: stateFolder, HOME: stateFolder }
  switch (storage) {
    case 'cos':
      return {
        ...state,
        STORAGE: 'cos',
        COS_BUCKET: cos.bucket,
        COS_REGION: cos.region,
        COS_ENDPOINT: cos.endpoint,
        COS_SECRET_ID: cos.secretId,
        COS_SECRET_KEY: cos.secretKey,
      }
    case 'cloudrun':
      return {
        ...state,
        STORAGE: 'cloudrun',
        COS_BUCKET: cloud.bucket,
        COS_REGION: cloud.region,
        COS_ENDPOINT: cloud.endpoint,
        CLOUDRUN_ENV: cloud.env,
        WECHAT_API_BASE_URL: openInterface.endpoint,
      }
    case 'tcb':
      return {
        ...state,
        STORAGE: 'tcb',
        CLOUDRUN_ENV: cloud.env,
        WECHAT_APPID: wechat.appid,
        WECHAT_SECRET: wechat.secret,
        WECHAT_API_BASE_URL: wechat.endpoint,
      }
  }
}
