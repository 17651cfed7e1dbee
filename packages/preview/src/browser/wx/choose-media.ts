import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'
import { pickFiles } from './pick-files.js'

type Sizes = readonly ('original' | 'compressed')[]

interface MediaOptions {
  readonly count?: number
  readonly mediaType?: readonly ('image' | 'video' | 'mix')[]
  readonly sourceType?: readonly ('album' | 'camera')[]
  readonly sizeType?: Sizes
}

interface ImageOptions {
  readonly count?: number
  readonly sourceType?: readonly ('album' | 'camera')[]
  readonly sizeType?: Sizes
}

/** wx.chooseMedia gives 20 at most since base library 2.25.0. */
const MAX_MEDIA = 20
const BOTH_SIZES: Sizes = ['original', 'compressed']
const BOTH_SOURCES = ['album', 'camera']

/** wx.chooseMedia and the older wx.chooseImage. Both need the person's consent. */
export function chooseMediaApi(phone: Phone) {
  const { api, files } = phone
  return {
    chooseMedia: api.define('chooseMedia', async (options: MediaOptions) => {
      const { count = 9, mediaType = ['image', 'video'], sourceType = BOTH_SOURCES, sizeType = BOTH_SIZES } = options
      checkCount(count, MAX_MEDIA)
      await phone.privacy.pass('chooseMedia')
      const accept = mediaType.flatMap((type) => (type === 'mix' ? ['image/*', 'video/*'] : [`${type}/*`])).join()
      const picked = await pickFiles(phone, {
        count,
        hasCamera: sourceType.includes('camera'),
        accept,
        sizes: sizeType,
      })
      return { type: 'image', tempFiles: picked.map((file) => toMedia(file, files.addTemporary(file, file.name))) }
    }),
    chooseImage: api.define('chooseImage', async (options: ImageOptions) => {
      const { count = 9, sourceType = BOTH_SOURCES, sizeType = BOTH_SIZES } = options
      checkCount(count, Number.POSITIVE_INFINITY)
      await phone.privacy.pass('chooseImage')
      const hasCamera = sourceType.includes('camera')
      const picked = await pickFiles(phone, { count, hasCamera, accept: 'image/*', sizes: sizeType })
      const tempFiles = picked.map((file) => ({ path: files.addTemporary(file, file.name), size: file.size }))
      return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles }
    }),
  }
}

/** The name is not among it: a phone does not tell it. */
function toMedia(file: File, tempFilePath: string) {
  return { tempFilePath, size: file.size, fileType: file.type.startsWith('video/') ? 'video' : 'image' }
}

function checkCount(count: number, max: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= max) return
  throw new ApiFailure(`parameter error: parameter.count should be from 1 to ${max} instead of ${count}`)
}
