import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { dropUnusedVariables } from './drop-unused-variables.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'photolift-variables-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps what rules, templates and other kept variables use, wherever it is set', async () => {
  await writeFile(path.join(folder, 'theme.wxss'), 'page{--a:var(--b);--b:#fff;--c:red;--d:var(--e);--e:0}.x{--c:blue}')
  await writeFile(
    path.join(folder, 'page.wxss'),
    '.y{color:var(--a, #000)}@media print{page{--b:#000;--e:1}}@media screen{page{--e:2}}',
  )
  await writeFile(path.join(folder, 'page.wxml'), '<view style="--f: 1; width: var(--c)" />')

  await dropUnusedVariables(folder)

  expect(await readFile(path.join(folder, 'theme.wxss'), 'utf8')).toBe(
    'page{--a:var(--b);--b:#fff;--c:red}.x{--c:blue}',
  )
  expect(await readFile(path.join(folder, 'page.wxss'), 'utf8')).toBe(
    '.y{color:var(--a, #000)}@media print{page{--b:#000}}',
  )
})
