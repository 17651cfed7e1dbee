import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A Node program of ours that runs beside us. */
export interface Child {
  readonly name: string
  readonly process: ChildProcess
  /** The last lines that it wrote, for error messages. */
  recentOutput(): string
  /** Ends it: SIGTERM, and SIGKILL after 5 s. Resolves when it is gone. */
  stop(): Promise<void>
}

export interface ChildOptions {
  name: string
  /** Path of the JavaScript file. */
  file: string
  args?: string[]
  env?: Record<string, string>
  /** Sees each line of standard output. */
  onLine?: (line: string) => void
}

export function startChild({ name, file, args = [], env = {}, onLine }: ChildOptions): Child {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Nothing outlives us, should we end before anybody calls `stop`.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  const recent: string[] = []
  const remember = (line: string) => {
    recent.push(line)
    if (recent.length > 40) recent.shift()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    remember(line)
    onLine?.(line)
  })
  createInterface({ input: child.stderr }).on('line', remember)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    name,
    process: child,
    recentOutput: () => recent.join('\n'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(killer)
    },
  }
}

/**
 * Waits for the first line of JSON on standard output.
 * @throws Error with what the program wrote, when it ends before that
 */
export function startChildWithReport<Report>(options: ChildOptions): Promise<{ child: Child; report: Report }> {
  return new Promise((resolve, reject) => {
    const child = startChild({
      ...options,
      onLine(line) {
        if (line.startsWith('{')) resolve({ child, report: JSON.parse(line) as Report })
      },
    })
    child.process.once('exit', (code) => reject(endedEarly(child, code)))
  })
}

/**
 * Polls until the address answers 200.
 * @throws Error with what the program wrote, when it ends before that or 30 s have passed
 */
export async function untilAnswers(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    if (child.process.exitCode !== null) throw endedEarly(child, child.process.exitCode)
    // No answer yet is what is being waited for.
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${child.name} did not answer at ${url} within 30 s. It wrote:\n${child.recentOutput()}`)
}

function endedEarly(child: Child, code: number | null): Error {
  return new Error(`${child.name} ended with code ${code} before it was ready. It wrote:\n${child.recentOutput()}`)
}
