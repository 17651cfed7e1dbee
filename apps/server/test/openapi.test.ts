import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { createOpenapiDocument } from '../scripts/openapi-document.js'

it('openapi.json says what the contracts say; `pnpm --filter @photolift/server openapi` writes it anew', async () => {
  const committed: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../openapi.json'), 'utf8'))

  expect(committed).toEqual(JSON.parse(JSON.stringify(createOpenapiDocument())))
})
