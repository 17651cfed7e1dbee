import { AppError } from '@photolift/contracts'
import type { PhotoSource } from '../ports/photo-source.js'
import type { WechatApi, WechatFailure, WechatFileSystem } from './wechat-api.js'

/** A file that a picker gave. Its temporary path lives as long as the running mini-program. */
export class WechatPhotoSource implements PhotoSource {
  readonly #files: WechatFileSystem

  /** @param path `wxfile://…` on phones, `http://tmp/…` in DevTools: never parsed */
  constructor(
    wx: Pick<WechatApi, 'getFileSystemManager'>,
    readonly path: string,
    readonly byteLength: number,
  ) {
    this.#files = wx.getFileSystemManager()
  }

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    const length = Math.min(end, this.byteLength) - start
    // A range of no bytes is refused by readFile (errno 1301006).
    if (length <= 0) return new ArrayBuffer(0)
    return new Promise((resolve, reject) => {
      this.#files.readFile({
        filePath: this.path,
        position: start,
        length,
        // Without an encoding the data is bytes.
        success: ({ data }) => resolve(data as ArrayBuffer),
        fail: (failure) => reject(unreadable(failure)),
      })
    })
  }

  async md5(): Promise<string> {
    return (await fileInfo(this.#files, this.path)).digest
  }
}

/**
 * Opens a picked file.
 *
 * @param picked `byteLength` as the picker told it; some cloud-album pictures come with 0 or without
 * @throws AppError PHOTO_UNREADABLE where the size has to be looked up and the file is gone
 */
export async function openWechatPhoto(
  wx: Pick<WechatApi, 'getFileSystemManager'>,
  picked: { path: string; byteLength?: number },
): Promise<WechatPhotoSource> {
  const byteLength = picked.byteLength || (await fileInfo(wx.getFileSystemManager(), picked.path)).size
  return new WechatPhotoSource(wx, picked.path, byteLength)
}

function fileInfo(files: WechatFileSystem, filePath: string): Promise<{ size: number; digest: string }> {
  return new Promise((resolve, reject) => {
    files.getFileInfo({
      filePath,
      digestAlgorithm: 'md5',
      success: ({ size, digest }) => resolve({ size, digest: digest.toLowerCase() }),
      fail: (failure) => reject(unreadable(failure)),
    })
  })
}

/** Whatever the file system says, the photo cannot be read. */
function unreadable(failure: WechatFailure): AppError {
  return new AppError('PHOTO_UNREADABLE', failure.errMsg, { cause: failure })
}
