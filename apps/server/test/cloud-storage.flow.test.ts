import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type ErrorEnvelope, PHOTOS_PER_CALL } from '@photolift/contracts'
import { createCloudrunObjectStore, type ObjectStore } from '@photolift/cos'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { createEnvironmentStorageApi, createOpenInterfaceChannel, type TemporaryCosKey } from '@photolift/wechat-api'
import { type Client, call, postForm, uploadRequest } from './client.js'
import { md5, photoBytes } from './photo-bytes.js'
import { phonePhoto } from './pictures.js'
import { type RunningService, type RunOptions, runService } from './running-service.js'

let service: RunningService
let ann: Client

/** A service in 云托管, whatever storage this run is about. */
async function run(options: RunOptions = {}): Promise<void> {
  service = await runService({ ...options, storage: 'cloudrun' })
  ann = await service.person('ann')
}

beforeEach(() => run())
afterEach(() => service.close())

const openidOf = (client: Client) => `openid-of-${service.nameOf(client)}`

/** What the mini-program's own SDK makes of file ids, as `<image src="cloud://…">` does. */
async function resolveCloudFiles(client: Client, ...fileIds: (string | undefined)[]) {
  const answer = await call<{ files: { url?: string; error?: string }[] }>(service.emulator.control.endpoint, {
    method: 'POST',
    path: '/cloud-files',
    body: { openid: openidOf(client), fileIds },
  })
  expect(answer.status).toBe(200)
  return answer.body.files
}

/** The store as the service makes it, and the keys that it was given. */
function storeThatTellsItsKeys({ cloud, openInterface }: Emulator): { store: ObjectStore; keys: TemporaryCosKey[] } {
  const storage = createEnvironmentStorageApi(createOpenInterfaceChannel({ baseUrl: openInterface.endpoint }))
  const keys: TemporaryCosKey[] = []
  const temporaryKey = async () => {
    const key = await storage.temporaryKey()
    keys.push(key)
    return key
  }
  const { env: cloudEnv, bucket, region, endpoint } = cloud
  const store = createCloudrunObjectStore({
    bucket: { bucket, region, endpoint },
    cloudEnv,
    storage: { ...storage, temporaryKey },
  })
  return { store, keys }
}

async function md5Behind(url: string | undefined): Promise<string> {
  const answer = await fetch(url as string)
  expect(answer.status).toBe(200)
  return md5(Buffer.from(await answer.arrayBuffer()))
}

describe('a photo in the cloud environment', () => {
  it('is shown by its cloud:// id and by its link: the same bytes', async () => {
    const bytes = photoBytes()

    const photo = await ann.store(bytes)

    const [file] = await resolveCloudFiles(ann, photo.cloudFileId)
    expect(photo.cloudFileId).toMatch(/^cloud:\/\//)
    expect(await md5Behind(file?.url)).toBe(md5(bytes))
    expect(await md5Behind(photo.viewUrl)).toBe(md5(bytes))
  })

  it("is nobody else's by that id", async () => {
    const photo = await ann.store()
    const mallory = await service.person('mallory')

    expect(await resolveCloudFiles(mallory, photo.cloudFileId)).toMatchObject([{ error: 'STORAGE_EXCEED_AUTHORITY' }])
  })

  it('has its small picture made by the service, with an id of its own', async () => {
    await service.close()
    await run({ environment: { THUMBNAILS: 'server' } })
    await ann.store(Buffer.from(await phonePhoto({ width: 900, height: 600 })))

    const { photos } = await ann.gallery()

    const [file] = await resolveCloudFiles(ann, photos[0]?.thumbnailCloudFileId)
    expect(photos[0]?.thumbnailUrl).not.toBe(photos[0]?.viewUrl)
    expect(await md5Behind(file?.url)).toBe(await md5Behind(photos[0]?.thumbnailUrl))
  })

  it('is named by its id in a batch of links too', async () => {
    const photo = await ann.store()

    const [link] = await ann.links([photo.photoId])

    expect(link).toMatchObject({ photoId: photo.photoId, cloudFileId: photo.cloudFileId })
  })
})

describe('what is signed with a temporary key', () => {
  it('ends with the key at the latest, and says so: forms, links and batches of links', async () => {
    service.emulator.settings.change({ cosKeySeconds: 300 })
    const keyEndsBefore = () => Date.now() + 300_000

    const grant = await ann.grant(uploadRequest(photoBytes()))
    const photo = await ann.store()
    const [link] = await ann.links([photo.photoId], 7_200)

    const ends = [grant.expiresAt, photo.urlExpiresAt, link && 'expiresAt' in link ? link.expiresAt : undefined]
    for (const end of ends) {
      expect(Date.parse(end as string)).toBeLessThanOrEqual(keyEndsBefore())
      expect(Date.parse(end as string)).toBeGreaterThan(Date.now())
    }
  })

  it('is signed with the next key before the first one ends', async () => {
    service.emulator.settings.change({ cosKeySeconds: 1_000 })
    const { photoId, urlExpiresAt: first } = await ann.store()
    service.clock.advanceSeconds(960)
    service.emulator.settings.change({ cosKeySeconds: 3_000 })

    const { urlExpiresAt: second } = await (await service.loginAgain(ann)).photo(photoId)

    expect(Date.parse(second as string)).toBeGreaterThan(Date.parse(first as string))
  })

  it('tells nobody the key: it is in no answer, and neither it nor the session token is in the log', async () => {
    await service.close()
    const emulator = await startEmulator()
    const { store, keys } = storeThatTellsItsKeys(emulator)
    await run({ emulator, store })
    const photo = await ann.store()
    const answers = [
      await ann.authorize(uploadRequest(photoBytes())),
      await ann.confirm(photo.photoId),
      await ann.links([photo.photoId]),
      await ann.gallery(),
      (await call<unknown>(service.url, { method: 'GET', path: '/metrics' })).body,
    ]
    const log = service.logText()
    await emulator.close()

    expect(keys).toHaveLength(1)
    const [{ secretKey, secretId, cosSessionToken }] = keys as [TemporaryCosKey]
    expect(JSON.stringify(answers)).toContain(cosSessionToken)
    expect(JSON.stringify(answers)).not.toContain(secretKey)
    for (const secret of [secretKey, secretId, cosSessionToken]) expect(log).not.toContain(secret)
  })
})

describe('a form whose holder changes the meta id', () => {
  it.each<[string, (ofOther: string) => string]>([
    ['to a made-up one', () => 'bWFkZS11cA=='],
    ['to nothing', () => ''],
    ["to that of somebody else's photo", (ofOther) => ofOther],
  ])('%s stores nothing', async (_, change) => {
    const other = await (await service.person('other')).grant(uploadRequest(photoBytes()))
    const bytes = photoBytes()
    const grant = await ann.grant(uploadRequest(bytes))
    const metaId = change(other.fields['x-cos-meta-fileid'] as string)

    const posted = await postForm({ url: grant.url, fields: { ...grant.fields, 'x-cos-meta-fileid': metaId } }, bytes)
    const [result] = await ann.confirm(grant.photoId)

    expect(posted.status).toBe(403)
    expect(result).toMatchObject({ error: { code: 'PHOTO_NOT_UPLOADED' } })
    expect(service.objects()).toEqual([])
  })
})

describe('while the open interface service', () => {
  it('is off, the service is not ready, says so, and lives', async () => {
    const get = (path: string) => call(service.url, { method: 'GET', path })
    service.emulator.settings.change({ openInterface: false })

    expect(await get('/readyz')).toMatchObject({ status: 503, body: { error: { code: 'NOT_READY' } } })
    expect((await get('/healthz')).status).toBe(200)
    service.emulator.settings.change({ openInterface: true })
    expect((await get('/readyz')).status).toBe(200)
  })

  it('does not answer, a call for grants fails, and repeated gives the same photo and takes quota once', async () => {
    await service.close()
    await run({ environment: { QUOTA_BYTES: '1000' } })
    const bytes = photoBytes('image/jpeg', 1_000)
    const request = uploadRequest(bytes)
    service.emulator.faults.add({ service: 'wechat', fault: { code: '85107' } })
    const failed = await ann.send<ErrorEnvelope>('POST', '/v1/upload-grants', { photos: [request] })
    service.emulator.faults.clear()

    const photo = await ann.store(bytes, request)

    expect(failed.status).toBeGreaterThanOrEqual(500)
    expect(photo.status).toBe('ready')
    expect((await ann.gallery()).photos).toHaveLength(1)
  })

  it('does not answer, a confirmation leaves the photo pending, and repeated confirms it', async () => {
    const bytes = photoBytes()
    const grant = await ann.grant(uploadRequest(bytes))
    await postForm(grant, bytes)
    service.emulator.faults.add({ service: 'wechat', targetContains: 'metaid', fault: { code: '85107' } })
    const [failed] = await ann.confirm(grant.photoId)
    service.emulator.faults.clear()

    const [repeated] = await ann.confirm(grant.photoId)

    expect(failed).toMatchObject({ photoId: grant.photoId, error: { code: expect.any(String) } })
    expect(repeated).toMatchObject({ photo: { status: 'ready' } })
    expect(service.objects('incoming/')).toEqual([])
  })

  it('is asked for meta ids once a call, however many photos it has', async () => {
    const count = service.emulator.faults.add({ service: 'wechat', targetContains: 'metaid', fault: { latencyMs: 0 } })

    await ann.authorize(...Array.from({ length: PHOTOS_PER_CALL }, () => uploadRequest(photoBytes())))

    expect(service.emulator.faults.list().find(({ id }) => id === count)?.met).toBe(1)
  })
})
