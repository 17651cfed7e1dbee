import { AppError } from '@photolift/contracts'
import type { KeptPhoto, KeptPhotos } from '../ports/kept-photos.js'
import { WechatPhotoSource } from './photo-source.js'
import type { Callbacks, WechatApi, WechatFailure, WechatFileSystem } from './wechat-api.js'
import { toAppError } from './wechat-error.js'

/** The user's folder belongs to the whole mini-program; this is how our files in it begin. */
const PREFIX = 'kept-'

/** Files in the mini-program's user space: 200 MB together with cached ones, for this person. */
export function createWechatKeptPhotos(wx: Pick<WechatApi, 'getFileSystemManager' | 'env'>): KeptPhotos {
  const files = wx.getFileSystemManager()
  const pathOf = (name: string): string => `${wx.env.USER_DATA_PATH}/${PREFIX}${name}`

  function keptPhoto(path: string, byteLength: number): KeptPhoto {
    return { source: new WechatPhotoSource(wx, path, byteLength), localUrl: path }
  }

  return {
    async keep(name, source) {
      if (!(source instanceof WechatPhotoSource)) throw new TypeError('only a WechatPhotoSource has a file to copy')
      const path = pathOf(name)
      await orNothing(files, path, (callbacks) =>
        files.copyFile({ srcPath: source.path, destPath: path, ...callbacks }),
      )
      return keptPhoto(path, source.byteLength)
    },

    async write(name, bytes) {
      const path = pathOf(name)
      await orNothing(files, path, (callbacks) => files.writeFile({ filePath: path, data: bytes, ...callbacks }))
      return keptPhoto(path, bytes.byteLength)
    },

    async open(name) {
      const path = pathOf(name)
      try {
        const { stats } = await promised<{ stats: object }>((callbacks) => files.stat({ path, ...callbacks }))
        return 'size' in stats ? keptPhoto(path, Number(stats.size)) : undefined
      } catch {
        // Whatever the file system says, there is no photo under this name.
        return undefined
      }
    },

    async remove(name) {
      await removeFile(files, pathOf(name))
    },

    async list() {
      const { files: names } = await promised<{ files: string[] }>((callbacks) =>
        files.readdir({ dirPath: wx.env.USER_DATA_PATH, ...callbacks }),
      )
      return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length))
    },
  }
}

/** What fails half-way may leave half a file («unconfirmed»), which would take room and look like a photo. */
async function orNothing(files: WechatFileSystem, path: string, call: Call<unknown>): Promise<void> {
  try {
    await promised(call)
  } catch (failure) {
    await removeFile(files, path)
    throw toFileError(failure as WechatFailure)
  }
}

async function removeFile(files: WechatFileSystem, filePath: string): Promise<void> {
  await promised((callbacks) => files.unlink({ filePath, ...callbacks })).catch(() => {
    // Safe to ignore: it is not there, or stays in the list for whoever sweeps.
  })
}

type Call<Result> = (callbacks: Required<Callbacks<Result>>) => void

/** Rejects with what `fail` gets. */
function promised<Result>(call: Call<Result>): Promise<Result> {
  return new Promise((resolve, reject) => call({ success: resolve, fail: reject }))
}

/** A file system has no network: what its words do not say otherwise is a file that cannot be read. */
function toFileError(failure: WechatFailure): AppError {
  const error = toAppError(failure)
  return error.code === 'STORAGE_FULL' ? error : new AppError('PHOTO_UNREADABLE', failure.errMsg, { cause: failure })
}
