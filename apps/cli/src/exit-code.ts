/** How the command ended, for scripts. */
export const EXIT = {
  /** Everything that was asked for is done. */
  done: 0,
  /** Some of it failed; the output names what. Also: `doctor` found something. */
  someFailed: 1,
  /** The command line or the configuration is wrong; nothing was begun. */
  refused: 2,
  /** Ctrl-C, SIGTERM, or a pipe that nobody reads any more; what was finished before counts. */
  stopped: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
