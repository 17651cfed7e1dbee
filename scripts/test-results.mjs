import { stripVTControlCharacters } from 'node:util'

/**
 * Adds up what jest's summaries say (`Tests: 1 failed, 2 passed, 3 total`) and the tasks that turbo saw fail (`Tasks: 3 successful, 4
 * total`): a check without tests of its own counts as one failure. Results that turbo replays from its cache count too.
 */
export function countResults() {
  const count = { passed: 0, failed: 0, failedTasks: 0 }
  return {
    get passed() {
      return count.passed
    },
    get failed() {
      return Math.max(count.failed, count.failedTasks)
    },
    /** @param {string} line as turbo writes it, with the task's name in front or not, coloured or not */
    readLine(line) {
      const plain = stripVTControlCharacters(line)
      const tasks = /^\s*Tasks:\s+(\d+) successful, (\d+) total$/.exec(plain)
      if (tasks !== null) count.failedTasks += Number(tasks[2]) - Number(tasks[1])
      const summary = /(?:^|\s)Tests:\s+(.*\d+ total)$/.exec(plain)?.[1]
      if (summary === undefined) return
      count.passed += Number(/(\d+) passed/.exec(summary)?.[1] ?? 0)
      count.failed += Number(/(\d+) failed/.exec(summary)?.[1] ?? 0)
    },
    report() {
      console.log(`${this.passed} passed, ${this.failed} failed`)
    },
  }
}
