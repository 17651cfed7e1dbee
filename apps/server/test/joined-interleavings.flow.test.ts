import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startEmulator } from '@photolift/emulator'
import type { Client } from './client.js'
import { uploadRequest } from './client.js'
import { FakeObjectStore, type Moment } from './fake-object-store.js'
import { photoBytes } from './photo-bytes.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'
import { webPageEnvironment } from './web-page.js'
import { WechatPerson } from './wechat-person.js'

let store: FakeObjectStore
let database: TestDatabase
let service: RunningService
let person: WechatPerson
let miniProgram: Client
let page: Client

beforeEach(async () => {
  store = new FakeObjectStore()
  database = await createTestDatabase()
  const emulator = await startEmulator()
  const running = await runService({
    storage: 'cos',
    store,
    emulator,
    database,
    environment: webPageEnvironment(emulator),
    confirmAnswerWithinMs: 5_000,
  })
  service = running
  person = new WechatPerson(service)
  miniProgram = await person.miniProgram()
  page = await person.page()
})
afterEach(async () => {
  await service.close()
  await service.emulator.close()
  await database.drop()
})

const bytesHeld = async () =>
  (await service.database.queries.selectFrom('account').select(['userId', 'bytesHeld']).execute()).map(
    ({ userId, bytesHeld }) => [userId, bytesHeld],
  )

describe('accounts that are joined while', () => {
  const moments: Moment[] = ['before copy', 'after copy', 'before prove', 'after prove', 'before deleteMany']

  it.each(moments)('a photo is confirmed, %s, lose nothing', async (moment) => {
    const bytes = photoBytes()
    const grant = await page.grant(uploadRequest(bytes))
    store.post(grant.key, bytes)
    store.at(moment, async () => expect(await person.join()).toBeUndefined())

    await page.send('POST', '/v1/confirmations', { photoIds: [grant.photoId] })

    expect(await miniProgram.confirm(grant.photoId)).toMatchObject([{ photo: { status: 'ready' } }])
    const { finalKey } = await service.database.queries
      .selectFrom('photo')
      .select('finalKey')
      .where('photoId', '=', grant.photoId)
      .executeTakeFirstOrThrow()
    expect(store.objects.get(finalKey as string)?.bytes).toEqual(bytes)
    expect(await bytesHeld()).toEqual([[miniProgram.userId, bytes.length]])
  })

  it.each<Moment>(['before copy', 'after prove'])(
    'a photo whose grant has lapsed is confirmed, %s, leave it to the next confirm',
    async (moment) => {
      const bytes = photoBytes()
      const grant = await page.grant(uploadRequest(bytes))
      store.post(grant.key, bytes)
      service.clock.advanceSeconds(700)
      page = await person.page()
      await page.authorize(uploadRequest(photoBytes()))
      store.post(grant.key, bytes)
      store.at(moment, async () => expect(await person.join()).toBeUndefined())
      await page.send('POST', '/v1/confirmations', { photoIds: [grant.photoId] })
      miniProgram = await person.miniProgram()

      expect(await miniProgram.confirm(grant.photoId)).toMatchObject([{ photo: { status: 'ready' } }])
      expect((await miniProgram.gallery()).photos).toHaveLength(1)
    },
  )

  it('media are fetched finish them in the account that they are in now', async () => {
    const mediaId = service.emulator.media.add({ bytes: photoBytes() })
    store.at('after write', async () => expect(await person.join()).toBeUndefined())
    await page.send('POST', '/v1/ingests', { pickId: 'media-pick', mediaIds: [mediaId] })
    const [row] = await service.database.queries.selectFrom('ingest').select(['ingestId', 'userId']).execute()
    expect(row?.userId).toBe(miniProgram.userId)

    // The lease of the try that lost its account ends.
    service.clock.advanceSeconds(130)

    expect(await miniProgram.ingestOf(row?.ingestId as string)).toMatchObject({ state: 'ready' })
    expect((await miniProgram.gallery()).photos).toHaveLength(1)
    expect([...store.objects.keys()]).toHaveLength(1)
  })
})
