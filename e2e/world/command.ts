import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { repositoryFolder } from '@photolift/dev-stack'

/** A command of the repository, started as from a terminal. */
export class Command {
  stdout = ''
  stderr = ''
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>

  /** @param args such as `['scripts/start.mjs']`, from the repository's folder */
  constructor(args: readonly string[]) {
    // A group of its own, as a terminal gives it: Ctrl-C goes to all of it.
    this.#child = spawn(process.execPath, args, {
      cwd: repositoryFolder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
    })
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Waits for output. @throws Error with everything that was written, when the command ends before that */
  async wrote(stream: 'stdout' | 'stderr', words: RegExp): Promise<RegExpExecArray> {
    const source = this.#child[stream]
    if (source === null) throw new Error(`${stream} is not read`)
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = words.exec(this[stream])
        if (match !== null) resolve(match)
      }
      source.on('data', look)
      void this.#ended.then(() => reject(new Error(`it ended without ${words}:\n${this.stdout}${this.stderr}`)))
      look()
    })
  }

  /** The processes that this command has started and that run now. */
  descendants(): RunningProcess[] {
    const all = runningProcesses()
    const childrenOf = (parentId: number): RunningProcess[] =>
      all.filter((each) => each.parentId === parentId).flatMap((child) => [child, ...childrenOf(child.id)])
    return childrenOf(this.#child.pid ?? -1)
  }

  /** Ctrl-C. @returns the exit code */
  async interrupt(): Promise<number | null> {
    if (this.#child.pid !== undefined && this.#child.exitCode === null) process.kill(-this.#child.pid, 'SIGINT')
    return this.#ended
  }
}

export interface RunningProcess {
  id: number
  parentId: number
  commandLine: string
}

/** Which of these processes still run. */
export function stillRunning(processes: readonly RunningProcess[]): RunningProcess[] {
  const ids = new Set(processes.map(({ id }) => id))
  return runningProcesses().filter(({ id }) => ids.has(id))
}

function runningProcesses(): RunningProcess[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [id, parentId, state, ...args] = line.trim().split(/\s+/)
    // The dead whose parent has not asked yet are no processes any more.
    return state?.startsWith('Z') ? [] : { id: Number(id), parentId: Number(parentId), commandLine: args.join(' ') }
  })
}
