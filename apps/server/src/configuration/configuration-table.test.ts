import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { configurationTable } from './configuration-table.js'
import { environment } from './environment.js'

it('describes every variable', () => {
  for (const line of configurationTable(environment).split('\n')) expect(line).not.toContain('undefined')
})

it('is the table in the README; `pnpm --filter @photolift/server config:docs` prints it anew', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')

  expect(readme).toContain(configurationTable(environment))
})
