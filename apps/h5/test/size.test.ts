import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'

const DIST = join(import.meta.dirname, '../dist')
const MAX_BYTES = 80_000

async function builtFiles(): Promise<string[]> {
  const files = await readdir(DIST, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile() && !/\.(br|gz)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
}

it('the whole page is at most 80 KB, compressed', async () => {
  const files = await builtFiles()
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).byteLength))

  expect(files.length).toBeGreaterThan(2)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES)
})

it('the page has no inline script, style or handler, which its Content-Security-Policy would refuse', async () => {
  const html = await readFile(join(DIST, 'index.html'), 'utf8')

  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
})

it('no script calls what may be missing with a list that is spread out, which Chromium before 91 gets wrong', async () => {
  const scripts = (await builtFiles()).filter((file) => file.endsWith('.js'))
  const texts = await Promise.all(scripts.map((file) => readFile(file, 'utf8')))

  expect(texts.join()).toMatch(/\w\?\.\w/)
  expect(texts.join()).not.toMatch(/\?\.\([^()]*\.\.\./)
})
