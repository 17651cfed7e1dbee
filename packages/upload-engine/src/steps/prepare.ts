import { AppError } from '@photolift/contracts'
import { jpegOf } from '../jpeg-of.js'
import { photoName } from '../photo-name.js'
import type { PreparedPhoto } from '../photo-record.js'
import type { PickedPhoto } from '../picked-photo.js'
import { readPicture } from '../picture.js'
import type { StepDeps } from './step-deps.js'

/**
 * Makes of a picked photo what is sent, and refuses, before anything is sent, what the service would refuse.
 * @throws AppError PHOTO_EMPTY, PHOTO_TYPE_UNSUPPORTED, PHOTO_TOO_LARGE, PHOTO_TOO_MANY_PIXELS, PHOTO_UNREADABLE
 */
export async function prepare(picked: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  deps.record.prepared ??= await deps.preparing.run(() => make(picked, deps), deps)
  deps.report('prepared')
  return deps.record.prepared
}

async function make(picked: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  if (picked.source.byteLength === 0) throw new AppError('PHOTO_EMPTY', 'the file has no bytes')
  const original = await readPicture(picked.source)
  const { contentTypes, photoMaxBytes } = await deps.limits()
  const { compress } = deps.preparation()

  const { source, contentType } = await jpegOf(original, { ...deps, compress, photoMaxBytes })
  if (!contentTypes.includes(contentType))
    throw new AppError('PHOTO_TYPE_UNSUPPORTED', `the service takes no ${contentType}`)
  const { byteLength } = source
  if (byteLength > photoMaxBytes) throw new AppError('PHOTO_TOO_LARGE', `${byteLength} bytes > ${photoMaxBytes}`)

  const sentName = photoName(picked.name)
  return {
    source,
    contentType,
    contentMd5: await source.md5(),
    ...(sentName === undefined ? {} : { name: sentName }),
  }
}
