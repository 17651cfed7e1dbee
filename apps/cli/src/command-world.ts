import type { ExitCode } from './exit-code.js'
import type { Terminal } from './output/terminal.js'

/** What a command gets from outside. */
export interface CommandWorld {
  /** The environment; secrets come from here or from a question. */
  variables: NodeJS.ProcessEnv
  /** Where the person is: relative names start here. */
  folder: string
  terminal: Terminal
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal
  setExitCode(code: ExitCode): void
}
