import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** `pnpm soak` with these options, without building what it runs. */
export function soak(...options: string[]): Promise<Ended> {
  return run(join(import.meta.dirname, '../run.ts'), options)
}

export interface Ended {
  code: number
  /** Of standard output. */
  lines: string[]
  errors: string
}

/** A script as a process of its own; never rejects for its exit code. */
export async function run(script: string, options: string[]): Promise<Ended> {
  const command = promisify(execFile)(process.execPath, [script, ...options])
  const { stdout, stderr, code } = await command.then(
    (result) => ({ ...result, code: 0 }),
    (failure: { stdout: string; stderr: string; code: number }) => failure,
  )
  return { code, lines: stdout.split('\n').filter((line) => line !== ''), errors: stderr }
}
