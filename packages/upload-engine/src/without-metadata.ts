import { AppError } from '@photolift/contracts'
import type { KeptPhotos } from '@photolift/platform'
import type { Picture } from './picture.js'
import type { Preparation, StripMetadata } from './preparation.js'

export interface WithoutMetadataDeps {
  keptPhotos: KeptPhotos | undefined
  stripMetadata: StripMetadata | undefined
  metadata: Preparation['metadata']
  /** Of the file that is written where there is something to take out. */
  name: string
}

/**
 * The same picture without the metadata that shall not go out. Its bytes are in memory meanwhile, once as they were and once as they are.
 *
 * @returns `keptAs` where it is a file of `keptPhotos` now
 * @throws AppError PHOTO_METADATA_STAYS, STORAGE_FULL, PHOTO_UNREADABLE; what was not wanted is never sent instead
 */
export async function withoutMetadata(
  picture: Picture,
  { keptPhotos, stripMetadata, metadata, name }: WithoutMetadataDeps,
): Promise<Picture & { keptAs?: string }> {
  if (metadata === 'keep') return picture
  const { source, contentType } = picture
  if (stripMetadata === undefined)
    throw new AppError('PHOTO_METADATA_STAYS', 'this app was put together without the part that takes it out')
  if (source.byteLength > MEMORY_BYTES_MAX)
    throw new AppError('PHOTO_METADATA_STAYS', `${source.byteLength} bytes are too many to look through`)
  const stripped = stripMetadata(await source.slice(0, source.byteLength), contentType, metadata)
  if (stripped === undefined) return picture
  if (keptPhotos === undefined)
    throw new AppError('PHOTO_METADATA_STAYS', 'this platform has no place for a photo without its metadata')
  const { source: bare } = await keptPhotos.write(name, stripped)
  return { source: bare, contentType, keptAs: name }
}

/** Two photos, each twice, are in memory at most; `readFile` ends at 100 MB. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024
