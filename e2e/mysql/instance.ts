import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

/** One process of the built service, on a port that it keeps over its starts. */
export class Instance {
  readonly url: string
  #child: ChildProcess | undefined
  #output = ''

  /** @param environment all that the process sees */
  constructor(private readonly environment: Record<string, string>) {
    this.url = `http://127.0.0.1:${environment['PORT']}`
  }

  /** Resolves once it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(repositoryFolder, 'apps/server/dist/main.mjs')], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    const giveUpAt = Date.now() + 60_000
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > giveUpAt)
        throw new Error(`The service is not ready at ${this.url}:\n${this.#output}`)
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  /** As a platform does that takes the machine away. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
    return answer?.status === 200
  }
}
