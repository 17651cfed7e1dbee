import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createCosObjectStore } from '@photolift/cos'
import { type Database, migrate, openDatabase, type PhotoRow } from '@photolift/database'
import type { Emulator } from '@photolift/emulator'

export interface GivenPhoto extends Partial<PhotoRow> {
  photoId: string
  userId: string
  content: string
}

/** A service's database in a file, with the people of a team. */
export async function makeTeamDatabase(file: string, openids: Record<string, string>): Promise<Database> {
  const database = await openDatabase({ kind: 'sqlite', file })
  await migrate(database)
  const counters = { bytesHeld: 1_000_000, quotaDay: 1, photosOfDay: 5, grantMinute: 0, grantCalls: 0, lastPickedAt: 0 }
  for (const [userId, openid] of Object.entries(openids)) {
    await database.queries
      .insertInto('account')
      .values({ userId, wechatIdentity: `wx0123456789abcdef:${openid}`, createdAt: 0, ...counters })
      .execute()
  }
  return database
}

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
      sourcePhotoId: null,
      editDigest: null,
      thumbnailKey: null,
      thumbnailRefusal: null,
      ...given,
    })
    .execute()
}
