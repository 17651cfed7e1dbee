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
  const { appid, secret, endpoint, env } = emulator.wechat

  const node = promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: PACKAGE_FOLDER,
    env: { WECHAT_APPID: appid, WECHAT_SECRET: secret, WECHAT_API_BASE_URL: endpoint, CLOUDRUN_ENV: env },
  })

  await expect(node).resolves.toEqual({
    stdout: expect.stringMatching(/^logged in o\S{27}\ncloud:\/\/\S+\/照片\/小明\.jpg FILE_NOT_FOUND\n$/),
    stderr: '',
  })
})
