import { AppError } from '@photolift/contracts'
import type { CommandWorld } from '../command-world.js'
import { withDatabase } from '../photos/open-database.js'
import { findPhotosById, type OwnedPhoto } from '../photos/photo-rows.js'
import { type GivenId, parseId } from './file-id.js'
import type { Storage } from './storage.js'

/** A stored thing that a person named. */
export interface ResolvedId {
  id: string
  key: string
  fileId: string
  /** Where the id is a photo's. */
  photo?: OwnedPhoto
}

/** What ids name, one result for each, in their order. The database is asked only for the ids of photos. */
export async function resolveIds(
  ids: readonly string[],
  storage: Storage,
  world: CommandWorld,
): Promise<(ResolvedId | { id: string; error: AppError })[]> {
  const given = ids.map((id) => attempt(() => parseId(id)))
  const photoIds = given.flatMap((one) => (!(one instanceof AppError) && one.kind === 'photo' ? [one.photoId] : []))
  const photos = new Map(
    photoIds.length === 0
      ? []
      : (await withDatabase(world, (database) => findPhotosById(database, photoIds))).map((row) => [row.photoId, row]),
  )
  return ids.map((id, index) => {
    const one = given[index] as GivenId | AppError
    const found = one instanceof AppError ? one : attempt(() => locate(one, storage, photos))
    return found instanceof AppError ? { id, error: found } : { id, ...found }
  })
}

function locate(given: GivenId, storage: Storage, photos: ReadonlyMap<string, OwnedPhoto>): Omit<ResolvedId, 'id'> {
  if (given.kind !== 'photo') {
    const key = storage.keyOf(given)
    return { key, fileId: storage.fileId(key) }
  }
  const photo = photos.get(given.photoId)
  if (photo === undefined) throw new AppError('PHOTO_NOT_FOUND', 'no finished photo has this id')
  return { key: photo.finalKey, fileId: storage.fileId(photo.finalKey), photo }
}

function attempt<Result>(work: () => Result): Result | AppError {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
