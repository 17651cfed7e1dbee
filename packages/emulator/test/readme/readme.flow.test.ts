import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'

const packageFolder = join(__dirname, '../..')
const run = promisify(execFile)

/** Runs the README's n-th code block as a program of its own, against the built package. */
async function runCodeBlock(index: number, env: Record<string, string> = {}): Promise<string> {
  const readme = await readFile(join(packageFolder, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', blocks[index] ?? ''], {
    cwd: packageFolder,
    env: { ...process.env, ...env },
  })
  return stdout
}

it('shows code that runs: a reply is lost, the SDK tries again, the object is stored once', async () => {
  const stdout = await runCodeBlock(0)

  expect(stdout).toContain("key: 'photos/a.jpg'")
  expect(stdout).toMatch(/met: 1,\s+ended: true/)
})

it('shows code that puts a file into the cloud environment, which its owner alone can read', async () => {
  const stdout = await runCodeBlock(1)

  expect(stdout).toMatch(/url: 'http.*error: 'STORAGE_EXCEED_AUTHORITY'/s)
})

it('shows code that switches a fault on and off over HTTP', async () => {
  const emulator: Emulator = await startEmulator()
  try {
    const stdout = await runCodeBlock(2, { CONTROL_ENDPOINT: emulator.control.endpoint })

    expect(stdout).toMatch(/id: 'fault-1',.*met: 0,\s+ended: false.*\[\]/s)
    expect(emulator.faults.list()).toEqual([])
  } finally {
    await emulator.close()
  }
})
