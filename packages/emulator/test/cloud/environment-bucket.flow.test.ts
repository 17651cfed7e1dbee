import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { type Emulator, startEmulator } from '../../src/index.js'
import { bucketOf, cosClient } from '../cos-client.js'
import { follows } from '../follows.js'
import { CloudClient, fileIdOf } from './cloud-client.js'

let emulator: Emulator
let cloud: CloudClient

beforeEach(async () => {
  emulator = await startEmulator()
  cloud = new CloudClient(emulator)
})
afterEach(() => emulator.close())

/** Tencent's SDK, fetching its keys as the document's example does. */
function sdk(): COS {
  return new COS({
    Domain: new URL(emulator.cloud.endpoint).host,
    Protocol: 'http:',
    Timeout: 10_000,
    getAuthorization: (_options, callback) => void giveKeys(callback),
  })
}
async function giveKeys(callback: (credentials: COS.GetAuthorizationCallbackParams) => void): Promise<void> {
  const { TmpSecretId, TmpSecretKey, Token, ExpiredTime } = await cloud.getauth()
  // The types ask for a StartTime and a number; the page's own example gives neither.
  const credentials = { TmpSecretId, TmpSecretKey, SecurityToken: Token, ExpiredTime }
  callback(credentials as unknown as COS.GetAuthorizationCallbackParams)
}

const inBucket = (Key: string) => ({ Bucket: emulator.cloud.bucket, Region: emulator.cloud.region, Key })

follows('cos-nodejs-sdk-v5 3.0.0 with keys of getauth', { seenOnRealService: 'never' }, () => {
  it('writes, lists, copies, reads, signs links and deletes in the whole bucket of the environment', async () => {
    const cos = sdk()
    const metaIds = async (path: string) => {
      const { bucket } = emulator.cloud
      const { respdata } = await cloud.open('/_/cos/metaid/encode', { openid: 'oXiaoming', bucket, paths: [path] })
      return respdata.x_cos_meta_field_strs[0]
    }
    const from = 'incoming/照片 1.jpg'

    await cos.putObject({ ...inBucket(from), Body: 'bytes', Headers: { 'x-cos-meta-fileid': await metaIds(from) } })
    await cos.putObjectCopy({
      ...inBucket('photos/a.jpg'),
      CopySource: `${emulator.cloud.bucket}.cos.${emulator.cloud.region}.myqcloud.com/${encodeURIComponent(from)}`,
      MetadataDirective: 'Replaced',
      ContentType: 'image/jpeg',
      Headers: { 'x-cos-meta-fileid': await metaIds('photos/a.jpg') },
    })
    const listed = await cos.getBucket({ ...inBucket(''), Prefix: 'photos/' })
    const read = await cos.getObject(inBucket('photos/a.jpg'))
    const link = await new Promise<string>((resolve, reject) => {
      cos.getObjectUrl({ ...inBucket('photos/a.jpg'), Expires: 60 }, (error, { Url }) =>
        error ? reject(error) : resolve(Url),
      )
    })
    const linked = await fetch(link)
    const byId = await cloud.link(fileIdOf(emulator.cloud, 'photos/a.jpg'))
    const byOldId = await cloud.link(fileIdOf(emulator.cloud, from))
    await cos.deleteObject(inBucket(from))

    expect(listed.Contents.map(({ Key }) => Key)).toEqual(['photos/a.jpg'])
    expect(read.Body.toString()).toBe('bytes')
    expect(await linked.text()).toBe('bytes')
    expect([byId?.status, byOldId?.status]).toEqual([0, 0])
    expect(emulator.objects.list('', emulator.cloud)).toMatchObject([{ key: 'photos/a.jpg' }])
  })

  it('is refused once its key has ended', async () => {
    emulator.settings.change({ cosKeySeconds: 60 })
    const cos = sdk()
    await cos.putObject({ ...inBucket('a.jpg'), Body: 'bytes' })
    emulator.faults.add({ service: 'cos', fault: { clockSkewSeconds: 60 } })

    await expect(cos.getObject(inBucket('a.jpg'))).rejects.toMatchObject({ statusCode: 400, code: 'ExpiredToken' })
  })

  it('cannot use its key in another bucket', async () => {
    const { cos: own } = emulator
    await cosClient(own).putObject({ ...bucketOf(own), Key: 'a.jpg', Body: 'bytes' })
    const { TmpSecretId, TmpSecretKey, Token } = await cloud.getauth()
    const stranger = cosClient(
      { ...own, secretId: TmpSecretId, secretKey: TmpSecretKey },
      { SecretId: TmpSecretId, SecretKey: TmpSecretKey, SecurityToken: Token },
    )

    const read = stranger.getObject({ ...bucketOf(own), Key: 'a.jpg' })

    await expect(read).rejects.toMatchObject({ statusCode: 403, code: 'AccessDenied' })
  })

  it('has no permanent key, and none of another bucket opens it', async () => {
    await sdk().putObject({ ...inBucket('a.jpg'), Body: 'bytes' })
    const stranger = cosClient({ ...emulator.cos, endpoint: emulator.cloud.endpoint })

    const read = stranger.getObject(inBucket('a.jpg'))

    await expect(read).rejects.toMatchObject({ statusCode: 403, code: 'InvalidAccessKeyId' })
  })

  it('is private', async () => {
    await sdk().putObject({ ...inBucket('a.jpg'), Body: 'bytes' })

    expect((await fetch(`${emulator.cloud.endpoint}/a.jpg`)).status).toBe(403)
  })
})

it('issues keys that live as long as the settings say', async () => {
  emulator.settings.change({ cosKeySeconds: 7_200 })

  const { ExpiredTime } = await cloud.getauth()

  const seconds = Number(ExpiredTime) - Math.floor(Date.now() / 1000)
  expect([7_199, 7_200]).toContain(seconds)
})

it('lists each bucket by itself, and names the two when asked for a third', async () => {
  const { cos, cloud: environment } = emulator
  await cosClient(cos).putObject({ ...bucketOf(cos), Key: 'own.jpg', Body: 'bytes' })
  await cloud.upload('cloud.jpg', 'bytes')
  const keys = (bucket?: string) =>
    emulator.objects.list('', bucket === undefined ? {} : { bucket }).map(({ key }) => key)

  expect(keys()).toEqual(['own.jpg'])
  expect(keys(cos.bucket)).toEqual(['own.jpg'])
  expect(keys(environment.bucket)).toEqual(['cloud.jpg'])
  expect(() => keys('other-1250000000')).toThrow(
    new RangeError(`There is no bucket other-1250000000; there are ${cos.bucket} and ${environment.bucket}.`),
  )
})

it('keeps both buckets in the data folder, and files readable by id', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'emulator-'))
  try {
    const first = await startEmulator({ dataFolder })
    const { fileId } = await new CloudClient(first).upload('相册/a.jpg', 'bytes')
    await cosClient(first.cos).putObject({ ...bucketOf(first.cos), Key: 'own.jpg', Body: 'bytes' })
    await first.close()
    const second = await startEmulator({ dataFolder })
    const link = await new CloudClient(second).link(fileId)
    const text = await (await fetch(link?.download_url ?? '')).text()
    const keys = [second.objects.list(), second.objects.list('', second.cloud)].flat().map(({ key }) => key)
    await second.close()

    expect(text).toBe('bytes')
    expect(keys).toEqual(['own.jpg', '相册/a.jpg'])
  } finally {
    await rm(dataFolder, { recursive: true })
  }
})
