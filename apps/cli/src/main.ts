import { isatty } from 'node:tty'
import { createTerminal } from './output/terminal.js'
import { runCommandLine } from './run-command-line.js'

// cos-nodejs-sdk-v5 calls url.parse; whoever runs the command can do nothing about it.
process.noDeprecation = true

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The first one lets go of what is under way in good order; a second one does not wait.
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  })
}
// `photolift list | head` closes the pipe early: nobody hears of what comes after, so it ends as by Ctrl-C.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
    stop.abort()
  })
}

await runCommandLine(process.argv.slice(2), {
  variables: process.env,
  folder: process.cwd(),
  terminal: createTerminal({
    // Not `process.stdin`, which would be opened by being looked at.
    isTyped: isatty(0),
    stdout: process.stdout,
    stderr: process.stderr,
    variables: process.env,
  }),
  signal: stop.signal,
  setExitCode: (code) => {
    process.exitCode = code
  },
})
