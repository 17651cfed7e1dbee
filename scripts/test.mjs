import { countResults } from './test-results.mjs'
import { turbo } from './turbo.mjs'

const CHECKS = ['check:format', 'check:lint', 'check:imports', 'check:unused', 'check:manifests', 'check']
const LOGS = ['--continue=always', '--log-order=grouped']

const results = countResults()
const run = (...args) => turbo(['run', ...args, ...LOGS], { onLine: (line) => results.readLine(line) })

let code = await run('build')
if (code === 0) {
  // The browser tests take longest and wait more than they compute: they go beside everything else, or turbo would begin them last and
  // alone. Of the rest two tasks at a time, since each jest has workers of its own.
  const codes = await Promise.all([
    run('typecheck', 'test', 'test:docs', '--filter=@photolift/e2e', '--concurrency=2'),
    run(...CHECKS, 'typecheck', 'test', '--filter=!@photolift/e2e', '--concurrency=2'),
  ])
  code = Math.max(...codes)
}
results.report()
process.exit(code === 0 && results.failed === 0 && results.passed > 0 ? 0 : 1)
