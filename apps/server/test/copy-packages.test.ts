import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from '@jest/globals'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-packages-'))
  const parts = {
    '@native/part-linux-x64': '1.0.0',
    '@native/part-linuxmusl-x64': '1.0.0',
    '@native/part-darwin-arm64': '1.0.0',
  }
  await install('native', { optionalDependencies: parts })
  await install('@native/part-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] })
})
afterEach(() => rm(folder, { recursive: true }))

it('takes the part for the platform of the container, whatever else is installed', async () => {
  await install('@native/part-linux-x64', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] })
  await install('@native/part-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] })

  await copy()

  expect((await readdir(join(folder, 'copy'))).toSorted()).toEqual(['@native', 'native'])
  expect(await readdir(join(folder, 'copy/@native'))).toEqual(['part-linux-x64'])
})

it('fails with the remedy where another platform has installed its own part alone', async () => {
  await expect(copy()).rejects.toMatchObject({
    stderr: expect.stringMatching(/@native\/part-linux-x64.* install --os=current,linux/),
  })
})

async function install(name: string, manifest: object): Promise<void> {
  const target = join(folder, 'node_modules', name)
  await mkdir(target, { recursive: true })
  await writeFile(join(target, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }))
}

async function copy(): Promise<void> {
  const script = pathToFileURL(join(import.meta.dirname, '../scripts/copy-packages.mjs')).href
  const folders = { fromFolder: folder, toFolder: join(folder, 'copy') }
  const program = `import { copyPackages } from '${script}'; await copyPackages(['native'], ${JSON.stringify(folders)})`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
}
