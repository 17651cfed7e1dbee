import { countResults } from './test-results.mjs'
import { turbo } from './turbo.mjs'

const CHECKS = ['check:format', 'check:lint', 'check:imports', 'check:unused', 'check:manifests', 'check']

// Two tasks at a time: each jest has workers of its own, and the browser tests want a core.
const results = countResults()
const code = await turbo(
  ['run', ...CHECKS, 'typecheck', 'test', 'test:docs', '--continue=always', '--concurrency=2', '--log-order=grouped'],
  {
    onLine: (line) => results.readLine(line),
  },
)
results.report()
process.exit(code === 0 && results.failed === 0 && results.passed > 0 ? 0 : 1)
