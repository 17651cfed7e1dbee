import { countResults } from './test-results.mjs'
import { turbo } from './turbo.mjs'

if (process.env.MYSQL_TEST_URL === undefined) {
  console.error(
    'Set MYSQL_TEST_URL to a server on which databases can be made, such as mysql://root@127.0.0.1:3306/test.',
  )
  process.exit(1)
}
const results = countResults()
const code = await turbo(['run', 'test:mysql', '--continue=always', '--log-order=grouped'], {
  onLine: (line) => results.readLine(line),
})
results.report()
process.exit(code === 0 && results.failed === 0 && results.passed > 0 ? 0 : 1)
