import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'

const PACKAGE_FOLDER = join(import.meta.dirname, '..')

let emulator: Emulator
let folder: string

beforeAll(async () => {
  emulator = await startEmulator()
  folder = await mkdtemp(join(tmpdir(), 'photolift-cos-readme-'))
})
afterAll(async () => {
  await emulator.close()
  await rm(folder, { recursive: true })
})

it('the example of WeChat cloud storage in the README runs', async () => {
  const { endpoint, appid, secret, env } = emulator.wechat
  const file = join(folder, 'a.txt')
  await writeFile(file, '小明的字')

  const node = runExample('createTcbObjectStore', {
    WECHAT_API_BASE_URL: endpoint,
    WECHAT_APPID: appid,
    WECHAT_SECRET: secret,
    CLOUDRUN_ENV: env,
    FILE: file,
  })

  await expect(node).resolves.toEqual({
    stdout: `cloud://${env}.${emulator.cloud.bucket}/照片/小明.txt 200 小明的字\n`,
    stderr: '',
  })
  expect(emulator.objects.list('', { bucket: emulator.cloud.bucket })).toEqual([])
})

it("the example of a client's photo in the README runs", async () => {
  const { bucket, region, endpoint, secretId, secretKey } = emulator.cos

  const node = runExample('createCosObjectStore', {
    COS_BUCKET: bucket,
    COS_REGION: region,
    COS_ENDPOINT: endpoint,
    COS_SECRET_ID: secretId,
    COS_SECRET_KEY: secretKey,
  })

  await expect(node).resolves.toEqual({
    stdout: '200 copied 4 200\n',
    stderr: '',
  })
})

/** Runs the code block of the README that imports a name. */
async function runExample(imported: string, env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  const readme = await readFile(join(PACKAGE_FOLDER, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/```ts\n(.+?)```/gs)].map(([, code = '']) => code)
  const example = examples.find((code) => code.includes(`import { ${imported} }`))
  if (example === undefined) throw new Error(`the README has no example with ${imported}`)
  return promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: PACKAGE_FOLDER,
    env,
  })
}
