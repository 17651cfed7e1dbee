import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Database, type DatabaseAddress, markDeleted, migrate, type PhotoRow } from '../src/index.js'
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js'

/** Set by the jest configuration that runs. */
declare const TEST_DATABASE: DatabaseAddress['kind']

let testDatabase: TestDatabase
let database: Database

beforeEach(async () => {
  testDatabase = await createTestDatabase(TEST_DATABASE)
  database = await testDatabase.open()
  await migrate(database)
  const counters = { bytesHeld: 1_000, quotaDay: 7, photosOfDay: 5, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
  await database.queries
    .insertInto('account')
    .values([
      { userId: 'ming', wechatIdentity: 'wx1:ming', createdAt: 0, ...counters },
      { userId: 'hong', wechatIdentity: 'wx1:hong', createdAt: 0, ...counters },
    ])
    .execute()
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
})

async function addPhoto(change: Partial<PhotoRow>): Promise<void> {
  await database.queries
    .insertInto('photo')
    .values({
      photoId: 'p1',
      userId: 'ming',
      taskId: 'task',
      pickId: 'pick',
      position: 0,
      name: null,
      byteLength: 100,
      contentType: 'image/jpeg',
      contentMd5: '0'.repeat(32),
      status: 'ready',
      rejection: null,
      incomingKey: 'incoming/ming/p1/form',
      finalKey: null,
      width: null,
      height: null,
      createdAt: 0,
      galleryKey: 'p1',
      heldUntil: null,
      quotaDay: 7,
      sourcePhotoId: null,
      editDigest: null,
      thumbnailKey: null,
      thumbnailRefusal: null,
      partByteLength: null,
      uploadId: null,
      ...change,
    })
    .execute()
}

async function countersOf(userId: string) {
  return database.queries
    .selectFrom('account')
    .select(['bytesHeld', 'photosOfDay', 'quotaDay'])
    .where('userId', '=', userId)
    .executeTakeFirst()
}

const ofMing = { userId: 'ming', photoId: 'p1' }

describe('a photo that is marked as deleted', () => {
  it.each<[string, Partial<PhotoRow>, { bytesHeld: number; photosOfDay: number }]>([
    [
      'and was stored gives its bytes back, not its place in the day',
      { status: 'ready' },
      { bytesHeld: 900, photosOfDay: 5 },
    ],
    ['and held quota gives both back', { status: 'pending', heldUntil: 1 }, { bytesHeld: 900, photosOfDay: 4 }],
    [
      'and held quota of another day gives its bytes back',
      { status: 'pending', heldUntil: 1, quotaDay: 6 },
      { bytesHeld: 900, photosOfDay: 5 },
    ],
    ['and whose grant had lapsed gives nothing back', { status: 'pending' }, { bytesHeld: 1_000, photosOfDay: 5 }],
    [
      'and was rejected gives nothing back',
      { status: 'rejected', rejection: 'PHOTO_NOT_AS_GRANTED' },
      { bytesHeld: 1_000, photosOfDay: 5 },
    ],
  ])('%s', async (_, change, counters) => {
    await addPhoto(change)

    const found = await markDeleted(database, ofMing)

    expect(found).toMatchObject({ photoId: 'p1', ...change })
    const row = await database.queries.selectFrom('photo').selectAll().executeTakeFirst()
    expect(row).toMatchObject({ status: 'deleted', heldUntil: null })
    expect(await countersOf('ming')).toEqual({ ...counters, quotaDay: 7 })
  })

  it('by twenty at once gives its bytes back once', async () => {
    await addPhoto({})

    const found = await Promise.all(Array.from({ length: 20 }, () => markDeleted(database, ofMing)))

    expect(found.filter((row) => row?.status === 'ready')).toHaveLength(1)
    expect(await countersOf('ming')).toMatchObject({ bytesHeld: 900 })
  })

  it('is its owner’s: to anybody else there is none', async () => {
    await addPhoto({})

    await expect(markDeleted(database, { userId: 'hong', photoId: 'p1' })).resolves.toBeUndefined()
    await expect(markDeleted(database, { userId: 'nobody', photoId: 'p1' })).resolves.toBeUndefined()

    const row = await database.queries.selectFrom('photo').select('status').executeTakeFirst()
    expect(row).toEqual({ status: 'ready' })
  })
})
