import type { Screen } from './bars.js'

/** What stands on the other side of the command's streams. */
export interface Terminal {
  /** A person sits there: questions can be asked. */
  canAsk: boolean
  /** Standard output is a screen, not a pipe or a file. */
  isScreen: boolean
  /** Standard error is a screen: bars can be drawn on it. */
  canDraw: boolean
  /** Standard error itself, for questions and bars. */
  screen: Screen
  /** Standard output carries the command's own result and nothing else. */
  print(line: string): void
  /** Everything else: notices, progress, errors. */
  note(line: string): void
}

export interface TerminalStreams {
  /** A person types into standard input. */
  isTyped: boolean
  stdout: Screen
  stderr: Screen
  variables: NodeJS.ProcessEnv
}

export function createTerminal({ isTyped, stdout, stderr, variables }: TerminalStreams): Terminal {
  const isSeen = stderr.isTTY === true
  return {
    canAsk: isTyped && isSeen,
    isScreen: stdout.isTTY === true,
    canDraw: isSeen && variables['TERM'] !== 'dumb',
    screen: stderr,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
  }
}
