import { AppError, CONTENT_TYPE_PREFIX_BYTES, detectContentType } from '@photolift/contracts'
import { photoName } from '../photo-name.js'
import type { PreparedPhoto } from '../photo-record.js'
import type { PickedPhoto } from '../picked-photo.js'
import type { StepDeps } from './step-deps.js'

/**
 * Reads a picked photo and refuses, before anything is sent, what the service would refuse.
 * @throws AppError PHOTO_EMPTY, PHOTO_TYPE_UNSUPPORTED, PHOTO_TOO_LARGE, PHOTO_UNREADABLE
 */
export async function prepare(picked: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  deps.record.prepared ??= await deps.preparing.run(() => read(picked, deps), deps)
  deps.report('prepared')
  return deps.record.prepared
}

async function read({ source, name }: PickedPhoto, deps: StepDeps): Promise<PreparedPhoto> {
  const { byteLength } = source
  if (byteLength === 0) throw new AppError('PHOTO_EMPTY', 'the file has no bytes')

  // The type is told from the bytes: names lie, and COS stores whatever type it is told.
  const prefix = new Uint8Array(await source.slice(0, CONTENT_TYPE_PREFIX_BYTES))
  const contentType = detectContentType(prefix)
  const { contentTypes, photoMaxBytes } = await deps.limits()
  if (contentType === undefined || !contentTypes.includes(contentType)) {
    throw new AppError('PHOTO_TYPE_UNSUPPORTED', `the first bytes are those of ${contentType ?? 'no known photo'}`)
  }
  if (byteLength > photoMaxBytes) throw new AppError('PHOTO_TOO_LARGE', `${byteLength} bytes > ${photoMaxBytes}`)

  const sentName = photoName(name)
  return {
    source,
    contentType,
    contentMd5: await source.md5(),
    ...(sentName === undefined ? {} : { name: sentName }),
  }
}
