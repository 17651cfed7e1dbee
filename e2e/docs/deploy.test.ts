import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  type CosCredential,
  createCosObjectStore,
  type ObjectStore,
  readCorsRules,
  readLifecycleRules,
  type UploadForm,
} from '@photolift/cos'
import { repositoryFolder } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { codeBlocks, documentAt } from './documents.js'

let emulator: Emulator
let bytes: Buffer
let service: CosCredential
let forms: CosCredential
let commandLine: CosCredential
let store: ObjectStore

beforeAll(async () => {
  emulator = await startEmulator()
  bytes = await readFile(join(repositoryFolder, 'packages/preview/album/flower.webp'))
  const [servicePolicy = '', formPolicy = '', commandLinePolicy = ''] = codeBlocks(documentAt('docs/deploy.md'), 'json')
  service = keyWith(servicePolicy)
  forms = keyWith(formPolicy)
  commandLine = keyWith(commandLinePolicy)
  store = createCosObjectStore(emulator.cos, service)
})
afterAll(() => emulator.close())

describe('the key pairs of docs/deploy.md', () => {
  it('are enough for everything that the service does', async () => {
    expect(await post(forms, 'incoming/a')).toBe(200)

    await expect(store.checkAccess()).resolves.toBeUndefined()
    expect(await store.copy({ fromKey: 'incoming/a', toKey: 'photos/a', ifMatch: md5(), contentType: TYPE })).toBe(
      'copied',
    )
    expect(await store.prove('photos/a', 16)).toMatchObject({ byteLength: bytes.length, contentType: TYPE })
    const link = { key: 'photos/a', validFrom: ago(60), validUntil: ago(-600) }
    for (const request of [link, { ...link, imageOperation: 'imageMogr2/thumbnail/40x' }]) {
      const [answer] = await store.readUrls([request])
      expect(answer).toHaveProperty('url')
      expect((await fetch((answer as { url: string }).url)).status).toBe(200)
    }
    // An edit reads the original and writes what it made of it, as a small picture of the service's does.
    const original = await store.read({ key: 'photos/a' })
    expect(Buffer.concat((await original?.body.toArray()) ?? [])).toEqual(bytes)
    await store.write({ key: 'photos/a-small', ...file() })
    await store.deleteMany(['incoming/a', 'photos/a', 'photos/a-small'])
    expect(emulator.objects.list()).toEqual([])
  })

  it('are enough for everything that the command line does, anywhere in the bucket', async () => {
    const own = createCosObjectStore(emulator.cos, commandLine)

    await own.write({ key: 'team/a', ...file() })
    await own.copy({ fromKey: 'team/a', toKey: 'team/b', ifMatch: md5(), contentType: TYPE })
    expect((await own.list({ prefix: 'team/' })).objects.map(({ key }) => key)).toEqual(['team/a', 'team/b'])
    expect(await own.prove('team/b', 16)).toMatchObject({ byteLength: bytes.length })
    await own.deleteMany(['team/a', 'team/b'])
    expect(await readCorsRules(emulator.cos, commandLine)).toEqual([])
    expect(await readLifecycleRules(emulator.cos, commandLine)).toEqual([])
    expect(emulator.objects.list()).toEqual([])
  })

  it('let the service list nothing and read no settings of the bucket', async () => {
    await expect(store.list({ prefix: '' })).rejects.toMatchObject({ cosErrorCode: 'AccessDenied' })
    await expect(store.write({ key: 'team/a', ...file() })).rejects.toMatchObject({ cosErrorCode: 'AccessDenied' })
    await expect(readCorsRules(emulator.cos, service)).rejects.toMatchObject({ cosErrorCode: 'AccessDenied' })
  })

  it('let no form write where photos are shown from, and none read or delete', async () => {
    expect(await post(forms, 'photos/a')).toBe(403)

    expect(await post(forms, 'incoming/b')).toBe(200)
    const weak = createCosObjectStore(emulator.cos, forms)
    await expect(weak.prove('incoming/b', 16)).rejects.toMatchObject({ cosErrorCode: 'AccessDenied' })
    await expect(weak.deleteMany(['incoming/b'])).rejects.toMatchObject({ cosErrorCode: 'AccessDenied' })
  })

  it('let the pair of the service sign no form', async () => {
    expect(await post(service, 'incoming/c')).toBe(403)
  })
})

const TYPE = 'image/webp'

/** A key that may do what a policy of the document says. */
function keyWith(policy: string): CosCredential {
  const { bucket, region } = emulator.cos
  const stsPolicy = JSON.parse(
    policy
      .replaceAll('photos-1250000000', bucket)
      .replaceAll('ap-guangzhou', region)
      .replaceAll('uid/1250000000', `uid/${bucket.split('-').at(-1)}`),
  )
  const { credentials } = emulator.issueTemporaryKey({ stsPolicy })
  const { tmpSecretId: secretId, tmpSecretKey: secretKey, sessionToken: cosSessionToken } = credentials
  return { secretId, secretKey, cosSessionToken }
}

/** Signs a form with a key pair and sends it. @returns the status */
async function post(credential: CosCredential, key: string): Promise<number> {
  const signer = createCosObjectStore(emulator.cos, service, { formCredential: credential })
  const form = (
    await signer.signUploadForms([
      {
        key,
        byteLength: bytes.length,
        contentType: TYPE,
        contentMd5: md5(),
        validFrom: ago(60),
        expiresAt: ago(-300),
      },
    ])
  )[0] as UploadForm
  const body = new FormData()
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value)
  body.append(form.fileField, new Blob([new Uint8Array(bytes)]), 'photo')
  return (await fetch(form.url, { method: 'POST', body })).status
}

function file() {
  return { open: () => Readable.from([bytes]), byteLength: bytes.length, contentType: TYPE, contentMd5: md5() }
}

function md5(): string {
  return createHash('md5').update(bytes).digest('hex')
}

function ago(seconds: number): Date {
  return new Date(Date.now() - seconds * 1_000)
}
