import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { documentAt } from './documents.js'

const WITH_TABLE = ['README.md', 'README.zh-CN.md', 'apps/server/README.md']

it.each(WITH_TABLE)('the configuration table of %s is the one of the schema', (path) => {
  expect(tableOf(documentAt(path).text)).toBe(printedTable())
})

function tableOf(text: string): string | undefined {
  return /^\| variable \| default .*?\n(?=\n)/ms.exec(text)?.[0]
}

/** What `pnpm --filter @photolift/server config:docs` prints. */
function printedTable(): string {
  const script = join(repositoryFolder, 'apps/server/scripts/configuration-table.ts')
  return execFileSync(process.execPath, [script], { encoding: 'utf8' })
}
