// Loaded before the service: notes every statement that it sends to SQLite, one JSON text a line, in STATEMENTS_FILE.
import { appendFileSync } from 'node:fs'
import { StatementSync } from 'node:sqlite'

for (const method of ['all', 'get', 'run', 'iterate']) {
  const original = StatementSync.prototype[method]
  StatementSync.prototype[method] = function (...values) {
    appendFileSync(process.env.STATEMENTS_FILE, `${JSON.stringify(this.sourceSQL)}\n`)
    return original.apply(this, values)
  }
}
