import { AppError, type ErrorCode } from '@photolift/contracts'
import { BrowserPhotoSource } from '../browser/photo-source.js'
import type { PhotoSource } from '../ports/photo-source.js'
import type { WechatPhone } from './wechat-phone.js'
import type { ChooseOptions, WechatPictures } from './wechat-pictures.js'

/** Photos whose bytes the page has, to be sent to storage directly. */
export interface DirectPick {
  route: 'direct'
  photos: { source: PhotoSource; localUrl: string }[]
}

/** Photos that only WeChat can move: they go to its media store, and the service fetches them from there. */
export interface MediaPick {
  route: 'media'
  /** Each with a source that cannot be read, so that it fits where picked photos go. */
  photos: { handOver: () => Promise<string>; source: PhotoSource; localUrl: string }[]
}

export interface JsSdkPickerDeps {
  pictures: WechatPictures
  phone: WechatPhone
  /** Default `URL.createObjectURL`; the caller revokes what it gave once nothing shows it. */
  createUrl?: (blob: Blob) => string
}

/**
 * Lets the person choose photos through the JS-SDK, and decides once for the whole pick how they travel: directly, or as media ids
 * where WeChat gives no bytes of the first photo, or has fallen silent before all were read. One photo among others that cannot be read
 * stands in its place and fails alone.
 *
 * @returns no photos where the person changed their mind
 * @throws AppError PICK_REFUSED, PICK_UNAVAILABLE, JS_SDK_REFUSED
 */
export async function pickThroughJsSdk(
  { pictures, phone, createUrl = (blob) => URL.createObjectURL(blob) }: JsSdkPickerDeps,
  options?: ChooseOptions,
): Promise<DirectPick | MediaPick> {
  const localIds = await pictures.choose(options)
  const read: (Blob | AppError)[] = []
  for (const localId of localIds) {
    const bytes = await pictures.read(localId).catch(asAppError)
    const isFirst = read.length === 0
    if (bytes instanceof AppError && ((isFirst && GIVES_NONE.includes(bytes.code)) || pictures.isSilent)) {
      return { route: 'media', photos: localIds.map((id) => toMediaPhoto(id)) }
    }
    read.push(bytes)
  }
  return { route: 'direct', photos: read.map(toDirectPhoto) }

  function toMediaPhoto(localId: string): MediaPick['photos'][number] {
    return {
      handOver: () => pictures.handOver(localId),
      source: unreadable(new AppError('PHOTO_UNREADABLE', 'only WeChat has the bytes')),
      localUrl: phone.previewOf(localId),
    }
  }

  function toDirectPhoto(bytes: Blob | AppError): DirectPick['photos'][number] {
    if (bytes instanceof AppError) return { source: unreadable(bytes), localUrl: '' }
    return { source: new BrowserPhotoSource(bytes), localUrl: createUrl(bytes) }
  }
}

/** No such call, not allowed, no bytes, silence. A page that WeChat refuses altogether has no media route either. */
const GIVES_NONE: readonly ErrorCode[] = ['PICK_UNAVAILABLE', 'PICK_REFUSED', 'PHOTO_UNREADABLE', 'NETWORK_TIMEOUT']

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

/** Stands for a photo that cannot be read, so that the others of the pick go on and this one says why it does not. */
function unreadable(error: AppError): PhotoSource {
  const read = async () => {
    throw new AppError('PHOTO_UNREADABLE', error.message, { cause: error })
  }
  // A size of 0 would say that the file is empty; nobody gets to read this byte.
  return { byteLength: 1, slice: read, md5: read }
}
