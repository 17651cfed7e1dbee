import { AppError } from '@photolift/contracts'
import { jpegOf } from '../jpeg-of.js'
import { photoName } from '../photo-name.js'
import type { PreparedPhoto } from '../photo-record.js'
import type { PickedPhoto } from '../picked-photo.js'
import { readPicture } from '../picture.js'
import { withoutMetadata } from '../without-metadata.js'
import type { StepDeps } from './step-deps.js'

/**
 * Makes of a picked photo what is sent, and refuses, before anything is sent, what the service would refuse.
 * @throws AppError PHOTO_EMPTY, PHOTO_TYPE_UNSUPPORTED, PHOTO_TOO_LARGE, PHOTO_TOO_MANY_PIXELS, PHOTO_UNREADABLE, PHOTO_METADATA_STAYS,
 *   STORAGE_FULL
 */
export async function prepare(picked: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  deps.record.prepared ??= await deps.preparing.run(() => make(picked, deps), deps)
  deps.report('prepared')
  return deps.record.prepared
}

async function make(picked: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  if (picked.source.byteLength === 0) throw new AppError('PHOTO_EMPTY', 'the file has no bytes')
  const original = await readPicture(picked.source)
  const { contentTypes, photoMaxBytes } = await deps.limits(() => !deps.signal.cancelled)
  const { compress, metadata } = deps.preparation()

  const picture = await jpegOf(original, { ...deps, compress, photoMaxBytes })
  if (!contentTypes.includes(picture.contentType))
    throw new AppError('PHOTO_TYPE_UNSUPPORTED', `the service takes no ${picture.contentType}`)
  const { byteLength } = picture.source
  if (byteLength > photoMaxBytes) throw new AppError('PHOTO_TOO_LARGE', `${byteLength} bytes > ${photoMaxBytes}`)

  const name = `${deps.record.taskId}.bare`
  const { keptAs, ...prepared } = await withoutMetadata(picture, { ...deps, metadata, name })
  if (prepared.source !== picked.source) await deps.keepMade(prepared.source, keptAs)
  const sentName = photoName(picked.name)
  return {
    ...prepared,
    contentMd5: await prepared.source.md5(),
    ...(sentName === undefined ? {} : { name: sentName }),
  }
}
