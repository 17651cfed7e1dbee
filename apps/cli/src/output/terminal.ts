import { isatty } from 'node:tty'

/** What stands on the other side of the command's streams. */
export interface Terminal {
  /** A person sits there: questions can be asked. */
  canAsk: boolean
  /** Standard output is a screen, not a pipe or a file. */
  isScreen: boolean
  /** Standard error is a screen: bars can be drawn on it. */
  canDraw: boolean
  /** Standard output carries the command's own result and nothing else. */
  print(line: string): void
  /** Everything else: notices, progress, errors. */
  note(line: string): void
}

export function createTerminal(): Terminal {
  return {
    canAsk: isatty(0) && isatty(2),
    isScreen: isatty(1),
    canDraw: isatty(2) && process.env['TERM'] !== 'dumb',
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  }
}
