import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type ManifestEntry, openManifest } from './manifest.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-manifest-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const entry = (key: string, more: Partial<ManifestEntry> = {}): ManifestEntry => ({
  key,
  file: `/home/team/${key}`,
  byteLength: 1,
  modifiedAtMs: 1.5,
  md5: '0'.repeat(32),
  etag: '0'.repeat(32),
  fileId: `cos://b/${key}`,
  ...more,
})

async function add(...entries: ManifestEntry[]): Promise<string> {
  const manifest = await openManifest(folder, 'target')
  for (const one of entries) await manifest.add(one)
  await manifest.close()
  const [name = ''] = await readdir(folder)
  return join(folder, name)
}

describe('a manifest', () => {
  it('knows what was sent, the latest last', async () => {
    await add(entry('照片.jpg'), entry('b'), entry('照片.jpg', { byteLength: 2 }))

    const manifest = await openManifest(folder, 'target')

    expect(manifest.get('照片.jpg')).toEqual(entry('照片.jpg', { byteLength: 2 }))
    expect(manifest.get('c')).toBeUndefined()
    await manifest.close()
  })

  it('is of one place', async () => {
    await add(entry('a'))

    const other = await openManifest(folder, 'another target')

    expect(other.get('a')).toBeUndefined()
    await other.close()
  })

  it('loses the line that a crash has cut, and no other, before or after', async () => {
    const file = await add(entry('a'), entry('b'))
    await truncate(file, (await stat(file)).size - 7)
    await add(entry('c'))

    const manifest = await openManifest(folder, 'target')

    expect([manifest.get('a'), manifest.get('b'), manifest.get('c')].map((one) => one?.key)).toEqual([
      'a',
      undefined,
      'c',
    ])
    await manifest.close()
  })

  it('survives lines that are something else', async () => {
    const file = await add(entry('a'))
    await appendFile(file, 'null\n[]\n{"key":1}\nnoise\n')

    const manifest = await openManifest(folder, 'target')

    expect(manifest.get('a')?.key).toBe('a')
    await manifest.close()
  })

  it('does not grow for ever', async () => {
    const file = await add(...Array.from({ length: 1_100 }, () => entry('a')))
    await add(entry('b'))

    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2)
  })

  it('is for its owner alone', async () => {
    expect((await stat(await add(entry('a')))).mode & 0o777).toBe(0o600)
  })
})
