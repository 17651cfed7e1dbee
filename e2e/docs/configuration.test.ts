import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { documentAt } from './documents.js'

it.each(['README.md', 'README.zh-CN.md'])('the configuration table of %s is the one of the schema', (path) => {
  const table = /<!-- configuration -->\n(.*?)<!-- \/configuration -->/s.exec(documentAt(path).text)?.[1]

  expect(table).toBe(printedTable())
})

/** What `pnpm --filter @photolift/server config:docs` prints. */
function printedTable(): string {
  const script = join(repositoryFolder, 'apps/server/scripts/configuration-table.ts')
  return execFileSync(process.execPath, [script], { encoding: 'utf8' })
}
