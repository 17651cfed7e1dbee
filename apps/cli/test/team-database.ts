import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll } from '@jest/globals'
import { createCosObjectStore } from '@photolift/cos'
import { type Database, type DatabaseAddress, migrate, openDatabase, type PhotoRow } from '@photolift/database'
import { createTestDatabase, type TestDatabase } from '@photolift/database/testing'
import type { Emulator } from '@photolift/emulator'
import { sql } from 'kysely'

export interface GivenPhoto extends Partial<PhotoRow> {
  photoId: string
  userId: string
  content: string
}

/** Which database the tests of this run use: see the two jest configurations. */
declare const TEST_DATABASE: DatabaseAddress['kind']

/** A service's database as the command finds it. */
export interface TeamDatabase {
  database: Database
  /** For `DATABASE_URL`. */
  url: string
  close(): Promise<void>
}

/**
 * A database with the people of a team, in a file of this folder, or on the server that `MYSQL_TEST_URL` names.
 * @param openids by userId
 */
export async function makeTeamDatabase(folder: string, openids: Record<string, string>): Promise<TeamDatabase> {
  const { database, url, close } =
    TEST_DATABASE === 'mysql'
      ? { ...(await makeOnServer()), close: async () => {} }
      : await makeInFile(join(folder, 'service.sqlite'))
  const counters = { bytesHeld: 1_000_000, quotaDay: 1, photosOfDay: 5, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
  for (const [userId, openid] of Object.entries(openids)) {
    await database.queries
      .insertInto('account')
      .values({ userId, wechatIdentity: `wx0123456789abcdef:${openid}`, createdAt: 0, ...counters })
      .execute()
  }
  return { database, url, close }
}

async function makeInFile(file: string): Promise<TeamDatabase> {
  const database = await openDatabase({ kind: 'sqlite', file })
  await migrate(database)
  return { database, url: `sqlite:${file}`, close: () => database.close() }
}

/** One database for all tests of a file, emptied for each: to make its tables costs a server far more than to empty them. */
async function makeOnServer(): Promise<Omit<TeamDatabase, 'close'>> {
  onServer ??= await openOnServer()
  const { made, database } = onServer
  const tables = await database.queries.introspection.getTables()
  for (const { name } of tables) await sql`delete from ${sql.table(name)}`.execute(database.queries)
  return { database, url: made.address.kind === 'mysql' ? made.address.url : '' }
}

let onServer: { made: TestDatabase; database: Database } | undefined

async function openOnServer(): Promise<{ made: TestDatabase; database: Database }> {
  const made = await createTestDatabase('mysql')
  const database = await made.open()
  await migrate(database)
  return { made, database }
}

afterAll(async () => {
  await onServer?.database.close()
  await onServer?.made.drop()
})

/** A `ready` photo with its object, as the service leaves them. */
export async function addPhoto(database: Database, emulator: Emulator, photo: GivenPhoto): Promise<void> {
  const { content, ...given } = photo
  const bytes = Buffer.from(content)
  const finalKey = `photos/${photo.userId}/${photo.photoId}/final`
  const contentMd5 = createHash('md5').update(bytes).digest('hex')
  const { cos } = emulator
  await createCosObjectStore(cos, cos).write({
    key: finalKey,
    open: () => Readable.from([bytes]),
    byteLength: bytes.length,
    contentType: 'image/jpeg',
  })
  await database.queries
    .insertInto('photo')
    .values({
      taskId: `task-${photo.photoId}`,
      pickId: 'pick',
      position: 0,
      name: null,
      byteLength: bytes.length,
      contentType: 'image/jpeg',
      contentMd5,
      status: 'ready',
      rejection: null,
      incomingKey: `incoming/${photo.userId}/${photo.photoId}/form`,
      finalKey,
      width: null,
      height: null,
      createdAt: 0,
      galleryKey: photo.photoId,
      heldUntil: null,
      quotaDay: 1,
      partByteLength: null,
      uploadId: null,
      sourcePhotoId: null,
      editDigest: null,
      thumbnailKey: null,
      thumbnailRefusal: null,
      ...given,
    })
    .execute()
}
