import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'

const PROGRAM = `
  import { createRequire } from 'node:module'
  import { createCosObjectStore } from '@photolift/cos'

  const bucket = { bucket: 'photos-1250000000', region: 'ap-guangzhou', endpoint: 'http://127.0.0.1:1' }
  const credential = { secretId: 'id', secretKey: 'key' }
  const isDriverLoaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('cos-nodejs-sdk-v5'))

  const store = createCosObjectStore(bucket, credential)
  const times = { validFrom: new Date(0), expiresAt: new Date(1_000), validUntil: new Date(1_000) }
  await store.readUrls([{ key: 'photos/a', ...times }])
  await store.signUploadForms([
    { key: 'incoming/a', byteLength: 1, contentType: 'image/jpeg', contentMd5: '0'.repeat(32), ...times },
  ])
  const before = isDriverLoaded()
  await store.prove('photos/a', 16).catch(() => {})
  console.log(before, isDriverLoaded())
`

it('signing does not load the driver, the first call does', async () => {
  const node = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: join(import.meta.dirname, '..'),
  })

  await expect(node).resolves.toMatchObject({ stdout: 'false true\n' })
})
