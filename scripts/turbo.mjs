import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { hintOfFilteredInstall } from './filtered-install.mjs'
import './require-node.mjs'

export const repositoryFolder = resolve(import.meta.dirname, '..')

/**
 * Runs turbo; its output goes to standard error, because standard output belongs to the command's own result.
 *
 * @param {string[]} args such as `['run', 'build', '--filter=@photolift/server']`
 * @param {{ onLine?: (line: string) => void, quiet?: boolean }} [options] `onLine` sees every line that turbo writes; `quiet` shows what
 *   it writes only where it fails
 * @returns {Promise<number>} turbo's exit code
 */
export function turbo(args, { onLine, quiet = false } = {}) {
  const child = spawn(process.execPath, [join(repositoryFolder, 'node_modules/turbo/bin/turbo'), ...args], {
    cwd: repositoryFolder,
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      // Some hundred short processes load the same bundles: Node compiles each for the first of them.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(repositoryFolder, 'node_modules/.cache/node'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let held = ''
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text) => {
      if (quiet) held += text
      else process.stderr.write(text)
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine?.(line)
    })
  }
  return new Promise((done) =>
    child.once('close', (code) => {
      if (code !== 0) {
        process.stderr.write(held)
        const hint = hintOfFilteredInstall(repositoryFolder)
        if (hint !== undefined) process.stderr.write(`\n${hint}\n`)
      }
      done(code ?? 1)
    }),
  )
}

/**
 * Builds packages and what they import, or ends this process with turbo's exit code.
 *
 * @param {string[]} packages without the scope, such as `['server', 'emulator']`
 * @param {{ quiet?: boolean }} [options] as of {@link turbo}
 */
export async function build(packages, options = {}) {
  const filters = packages.map((name) => `--filter=@photolift/${name}`)
  const code = await turbo(['run', 'build', '--output-logs=errors-only', ...filters], options)
  if (code !== 0) process.exit(code)
}
