import { AppError } from '@photolift/contracts'
import type { PhotoSource } from '@photolift/platform'
import { openWechatPhoto } from '@photolift/platform/wechat'
import type { PickOptions } from '@photolift/screens/upload'
import type { PickedPhoto } from '@photolift/upload-engine'
import { toPickError } from './pick-error.js'
import { photosPerPick, preferredPicker } from './picker.js'

/** What is made smaller, and how, is for the engine to say: pictures that WeChat has compressed cannot tell what they were. */
const ORIGINALS: ['original'] = ['original']

/** A file as a picker hands it over. */
interface PickedFile {
  path: string
  /** 0 or missing for some pictures of cloud albums. */
  byteLength?: number
  name?: string
}

/**
 * Lets the person pick photos, in the order of their taps.
 *
 * @returns none when the person changed their mind
 * @throws AppError PRIVACY_REFUSED, PRIVACY_UNDECLARED, PICK_UNAVAILABLE or INTERNAL
 */
export async function pickPhotos({ from }: PickOptions): Promise<PickedPhoto[]> {
  const files = await pickFiles(from).catch((failure: unknown) => {
    const error = toPickError(failure)
    if (error.code === 'CANCELLED') return []
    throw error
  })
  return Promise.all(files.map(toPickedPhoto))
}

async function pickFiles(from: PickOptions['from']): Promise<PickedFile[]> {
  if (from === 'chat') return pickFromChat()
  switch (preferredPicker()) {
    case 'chooseMedia':
      return pickMedia()
    case 'chooseImage':
      return pickImages()
    case 'none':
      throw new AppError('PICK_UNAVAILABLE', 'this client has neither chooseMedia nor chooseImage')
  }
}

async function pickMedia(): Promise<PickedFile[]> {
  const { tempFiles } = await wx.chooseMedia({
    count: photosPerPick(),
    mediaType: ['image'],
    sourceType: ['album', 'camera'],
    sizeType: ORIGINALS,
  })
  return tempFiles.map(({ tempFilePath, size }) => ({ path: tempFilePath, byteLength: size }))
}

async function pickImages(): Promise<PickedFile[]> {
  const { tempFiles } = await wx.chooseImage({
    count: photosPerPick(),
    sourceType: ['album', 'camera'],
    sizeType: ORIGINALS,
  })
  // The typings allow one file in place of a list.
  return [tempFiles].flat().map(({ path, size }) => ({ path, byteLength: size }))
}

async function pickFromChat(): Promise<PickedFile[]> {
  if (!wx.canIUse('chooseMessageFile')) throw new AppError('PICK_UNAVAILABLE', 'chooseMessageFile is missing')
  const { tempFiles } = await wx.chooseMessageFile({ count: photosPerPick(), type: 'image' })
  return tempFiles.map(({ path, size, name }) => ({ path, byteLength: size, name }))
}

async function toPickedPhoto(file: PickedFile): Promise<PickedPhoto> {
  const source = await openWechatPhoto(wx, file).catch(unreadablePhoto)
  return { source, localUrl: file.path, ...(file.name === undefined ? {} : { name: file.name }) }
}

/** Stands for a file that is gone already, so that the others of the pick go on and this one says why it does not. */
function unreadablePhoto(error: unknown): PhotoSource {
  if (!(error instanceof AppError)) throw error
  // A size of 0 would say that the file is empty; nobody gets to read this byte.
  const read = async () => {
    throw error
  }
  return { byteLength: 1, slice: read, md5: read }
}
