import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'

const PACKAGE_FOLDER = join(import.meta.dirname, '..')

let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

it('the example in the README runs', async () => {
  const readme = await readFile(join(PACKAGE_FOLDER, 'README.md'), 'utf8')
  const example = /```ts\n(.+?)```/s.exec(readme)?.[1] ?? 'throw new Error("no example in the README")'
  const { bucket, region, endpoint, secretId, secretKey } = emulator.cos

  const node = promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: PACKAGE_FOLDER,
    env: {
      COS_BUCKET: bucket,
      COS_REGION: region,
      COS_ENDPOINT: endpoint,
      COS_SECRET_ID: secretId,
      COS_SECRET_KEY: secretKey,
    },
  })

  await expect(node).resolves.toEqual({
    stdout: '200 copied 4 200\n',
    stderr: '',
  })
})
