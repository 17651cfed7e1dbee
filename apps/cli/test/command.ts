import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Emulator } from '@photolift/emulator'

/** The built command, as people run it. */
export const BUNDLE = join(import.meta.dirname, '../dist/photolift.mjs')

export interface RunningCommand {
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

export function start(args: readonly string[], { variables, folder }: CommandPlace): RunningCommand {
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

export function run(args: readonly string[], place: CommandPlace): Promise<CommandResult> {
  return start(args, place).done
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
