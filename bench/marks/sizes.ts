import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { repositoryFolder } from '@photolift/dev-stack'
import { rolldown } from 'rolldown'
import type { Benchmark } from '../benchmark.ts'

/** What people download before they see anything: the mini-program's main package, the web page, and the engine inside it. */
export const sizes: Benchmark = {
  marks: [
    { name: 'package-size', unit: 'KB', target: { atMost: 300 } },
    { name: 'h5-size', unit: 'KB', target: { atMost: 80 } },
    { name: 'engine-size', unit: 'KB', target: { atMost: 15 } },
  ],
  run: async () => ({
    'package-size': await packageKilobytes(),
    'h5-size': await pageGzipKilobytes(),
    'engine-size': await engineGzipKilobytes(),
  }),
}

async function packageKilobytes(): Promise<number> {
  const folder = join(repositoryFolder, 'apps/miniprogram/dist')
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const lengths = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  )
  return lengths.reduce((sum, length) => sum + length, 0) / 1e3
}

/** All files of the built web page, each gzipped. */
async function pageGzipKilobytes(): Promise<number> {
  const folder = join(repositoryFolder, 'apps/h5/dist')
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const plain = files.filter(({ name }) => !/\.(br|gz)$/.test(name))
  const bodies = await Promise.all(plain.map(({ parentPath, name }) => readFile(join(parentPath, name))))
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1e3
}

/** The engine as a client bundles it: its own code and what it takes of contracts and ports, minified, gzipped. */
async function engineGzipKilobytes(): Promise<number> {
  const bundle = await rolldown({ input: join(repositoryFolder, 'packages/upload-engine/dist/index.js') })
  const { output } = await bundle.generate({ minify: true })
  await bundle.close()
  return gzipSync(output[0].code).length / 1e3
}
