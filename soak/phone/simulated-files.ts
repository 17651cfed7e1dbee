import { createHash } from 'node:crypto'
import type { WechatApi } from '@photolift/platform/wechat'
import type { World } from '../simulation/world.ts'
import { isInUserSpace, type PhotoFile, USER_SPACE } from './phone.ts'

const OPENED_MS = 2
const BYTES_DIGESTED_PER_MS = 100_000

type FileSystem = ReturnType<WechatApi['getFileSystemManager']>

/** `wx.getFileSystemManager()` for the phone's present run. */
export function createSimulatedFiles({ clock, phone }: World): FileSystem {
  const run = phone.run

  const later = (ms: number, piece: () => void): void => void clock.schedule(ms, () => run.hear(piece))

  /** Once it is called the system writes; a kill leaves what was written so far. */
  function write(file: PhotoFile, { success, fail }: Told): void {
    if (!phone.hasRoomFor(file.path, file.byteLength)) {
      run.hear(() => fail?.({ errMsg: 'fail the maximum size of the file storage limit is exceeded', errno: 1300202 }))
      return
    }
    phone.files.set(file.path, { ...file, byteLength: Math.floor(file.byteLength / 2), md5: 'cut short' })
    clock.schedule(file.byteLength / phone.bytesWrittenPerMs, () => {
      if (run.isOver) return
      phone.files.set(file.path, file)
      run.hear(() => success?.({}))
    })
  }

  return {
    readFile({ filePath, position, length, success, fail }) {
      later(OPENED_MS, () => {
        const file = phone.files.get(filePath)
        if (file === undefined) return fail?.(missing('readFile'))
        const bytes = new Uint8Array(length)
        bytes.set([0xff, 0xd8, 0xff, 0xe0].slice(position, length))
        phone.slices.set(bytes.buffer, { md5: file.md5, start: position, byteLength: length })
        success?.({ data: bytes.buffer })
      })
    },

    getFileInfo({ filePath, success, fail }) {
      const file = phone.files.get(filePath)
      later(OPENED_MS + (file?.byteLength ?? 0) / BYTES_DIGESTED_PER_MS, () => {
        if (file === undefined) fail?.(missing('getFileInfo'))
        else success?.({ size: file.byteLength, digest: file.md5 })
      })
    },

    copyFile({ srcPath, destPath, ...told }) {
      clock.schedule(OPENED_MS, () => {
        const file = phone.files.get(srcPath)
        if (run.isOver) return
        if (file === undefined) return run.hear(() => told.fail?.(missing('copyFile')))
        write({ ...file, path: destPath }, told)
      })
    },

    writeFile({ filePath, data, ...told }) {
      const md5 = createHash('md5').update(new Uint8Array(data)).digest('hex')
      clock.schedule(OPENED_MS, () => {
        if (!run.isOver) write({ path: filePath, byteLength: data.byteLength, md5 }, told)
      })
    },

    unlink({ filePath, success, fail }) {
      clock.schedule(OPENED_MS, () => {
        const isThere = phone.files.delete(filePath)
        run.hear(() => (isThere ? success?.({}) : fail?.(missing('unlink'))))
      })
    },

    readdir({ success }) {
      later(OPENED_MS, () => {
        const paths = [...phone.files.keys()].filter(isInUserSpace)
        success?.({ files: paths.map((path) => path.slice(USER_SPACE.length + 1)) })
      })
    },

    stat({ path, success, fail }) {
      later(OPENED_MS, () => {
        const file = phone.files.get(path)
        if (file === undefined) fail?.(missing('stat'))
        else success?.({ stats: { size: file.byteLength } })
      })
    },
  }
}

type Told = Pick<Parameters<FileSystem['writeFile']>[0], 'success' | 'fail'>

function missing(api: string): { errMsg: string; errno: number } {
  return { errMsg: `${api}:fail no such file`, errno: 1300002 }
}
