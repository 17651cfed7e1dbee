import { AppError } from '@photolift/contracts'
import type { Database, PhotoRow } from '@photolift/database'
import { sql } from 'kysely'

/** A photo with the person whose it is. */
export interface OwnedPhoto
  extends Pick<
    PhotoRow,
    'photoId' | 'userId' | 'name' | 'byteLength' | 'contentType' | 'contentMd5' | 'createdAt' | 'status'
  > {
  finalKey: string
  openid: string
}

export interface PhotoSearch {
  /** A `userId`, or an openid. */
  user?: string | undefined
  /** Picked at this instant or later. */
  since?: Date | undefined
}

/** `ready` photos of everybody, or of one person, oldest first. */
export async function findPhotos(database: Database, { user, since }: PhotoSearch): Promise<OwnedPhoto[]> {
  const { queries } = database
  const userId = user === undefined ? undefined : await findUserId(database, user)
  const photos: OwnedPhoto[] = []
  // By the primary key, page after page: no other order is free at a million rows.
  for (let after = ''; ; after = photos.at(-1)?.photoId ?? '') {
    let query = selectPhotos({ queries })
      .where('photo.status', '=', 'ready')
      .where('photo.photoId', '>', after)
      .orderBy('photo.photoId')
      .limit(PAGE)
    if (since !== undefined) query = query.where('photo.createdAt', '>=', since.getTime())
    if (userId !== undefined) query = query.where('photo.userId', '=', userId)
    const page = await query.execute()
    photos.push(...page.map(toOwnedPhoto))
    if (page.length < PAGE) break
  }
  return photos.toSorted((one, other) => one.createdAt - other.createdAt || (one.photoId < other.photoId ? -1 : 1))
}

/** Photos by their ids, whoever's they are; without those that are not `ready`. */
export async function findPhotosById({ queries }: Database, photoIds: readonly string[]): Promise<OwnedPhoto[]> {
  const photos: OwnedPhoto[] = []
  for (let start = 0; start < photoIds.length; start += PAGE) {
    const rows = await selectPhotos({ queries })
      .where('photo.photoId', 'in', photoIds.slice(start, start + PAGE))
      .where('photo.status', '=', 'ready')
      .execute()
    photos.push(...rows.map(toOwnedPhoto))
  }
  return photos
}

const PAGE = 500

function selectPhotos({ queries }: Pick<Database, 'queries'>) {
  return queries
    .selectFrom('photo')
    .innerJoin('account', 'account.userId', 'photo.userId')
    .select([
      'photo.photoId',
      'photo.userId',
      'photo.name',
      'photo.byteLength',
      'photo.contentType',
      'photo.contentMd5',
      'photo.createdAt',
      'photo.status',
      'photo.finalKey',
      'account.wechatIdentity',
    ])
}

function toOwnedPhoto({
  wechatIdentity,
  finalKey,
  ...photo
}: Omit<OwnedPhoto, 'openid' | 'finalKey'> & { finalKey: string | null; wechatIdentity: string }): OwnedPhoto {
  // `<appid>:<openid>`; a `ready` row names its object.
  return { ...photo, finalKey: finalKey ?? '', openid: wechatIdentity.slice(wechatIdentity.indexOf(':') + 1) }
}

/** @throws AppError FILE_NOT_FOUND for nobody, REQUEST_INVALID where an openid is a person's in several mini-programs */
async function findUserId({ queries }: Database, user: string): Promise<string> {
  // `like` would take the `_` of openids for any letter, and the databases differ in how that is escaped.
  const openid = sql<string>`substr(wechatIdentity, instr(wechatIdentity, ':') + 1)`
  const found = await queries
    .selectFrom('account')
    .select('userId')
    .where((row) => row.or([row('userId', '=', user), row('wechatIdentity', '=', user), row(openid, '=', user)]))
    .execute()
  const [first] = found
  if (first === undefined) throw new AppError('FILE_NOT_FOUND', '--user is nobody: give a userId or an openid')
  if (found.length > 1) throw new AppError('REQUEST_INVALID', '--user is several people: give <appid>:<openid>')
  return first.userId
}
