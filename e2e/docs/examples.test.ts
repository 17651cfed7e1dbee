import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { repositoryFolder, type Stack, startStack } from '@photolift/dev-stack'
import { codeBlocks, documentAt, documents } from './documents.js'
import { WX } from './example-wx.js'

jest.setTimeout(60_000)

/** How an example runs here: what its reader would have, and what it must print. */
interface Example {
  /** Code in front of it. */
  before?: string
  /** Texts of the example, and what stands for them here. */
  instead?: (stack: Stack) => Record<string, string>
  after?: string
  prints: RegExp
}

const EXAMPLES: Record<string, Example> = {
  'packages/api-client': {
    before: WX,
    instead: (stack) => ({ 'https://api.example.com': stack.serviceUrl }),
    after: 'console.log(photos.length, nextCursor)',
    prints: /^0 null$/m,
  },
  'packages/contracts': {
    before: `const firstBytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])
const body = { photos: [{ taskId: 't', pickId: 'p', position: 0, byteLength: 1, contentType: 'image/jpeg', contentMd5: 'a'.repeat(32) }] }`,
    after: 'console.log(contentType, photos.length, method, path, status, retry)',
    prints: /^image\/jpeg 1 POST \/v1\/upload-grants 403 after-user$/m,
  },
  'packages/database': { prints: /^0$/m },
  'packages/dev-stack': {
    instead: () => ({ 'apps/miniprogram/dist': join(repositoryFolder, 'apps/miniprogram/dist') }),
    prints: /http:\/\/127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+/,
  },
  'packages/platform': {
    instead: ({ emulator }) => ({ 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com': emulator.cos.endpoint }),
    after: 'console.log(status)',
    // A policy of '…' is none.
    prints: /^\d+ of \d+ bytes at \d+\n(.*\n)*40[03]$/m,
  },
  'packages/upload-engine': {
    instead: (stack) => ({ 'http://127.0.0.1:3000': stack.serviceUrl }),
    prints: /^100 %, 1 of 1 stored$/m,
  },
}

let stack: Stack
let folder: string

beforeAll(async () => {
  stack = await startStack()
  folder = await mkdtemp(join(tmpdir(), 'photolift-examples-'))
  await mkdir(join(folder, 'node_modules/@photolift'), { recursive: true })
  for (const path of globSync('packages/*', { cwd: repositoryFolder }))
    await symlink(join(repositoryFolder, path), join(folder, 'node_modules/@photolift', path.slice('packages/'.length)))
  await copyFile(join(repositoryFolder, 'packages/preview/album/flower.webp'), join(folder, 'holiday.jpg'))
})
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true, force: true })
})

it('every package with an example in its README is run, here or by a test of its own', () => {
  const withExample = documents
    .filter((document) => /^packages\/[^/]+\/README\.md$/.test(document.path) && codeBlocks(document, 'ts').length > 0)
    .map(({ path }) => path.slice(0, -'/README.md'.length))
  const ofTheirOwn = globSync('packages/*/test/**/readme*.test.ts', { cwd: repositoryFolder })
    .filter((path) => !path.includes('node_modules'))
    .map((path) => path.split('/').slice(0, 2).join('/'))

  expect([...Object.keys(EXAMPLES), ...ofTheirOwn].toSorted()).toEqual(withExample.toSorted())
})

describe.each(Object.entries(EXAMPLES))('the example of %s', (name, { before = '', instead, after = '', prints }) => {
  it('runs', async () => {
    let [code = ''] = codeBlocks(documentAt(`${name}/README.md`), 'ts')
    for (const [text, replacement] of Object.entries(instead?.(stack) ?? {})) {
      expect(code).toContain(text)
      code = code.replaceAll(text, replacement)
    }

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--eval', [before, code, after].join('\n')],
      { cwd: folder, timeout: 30_000 },
    )

    expect(stdout).toMatch(prints)
  })
})
