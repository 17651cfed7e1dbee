import { fileErrors } from '../files/local-file-error.js'
import type { LocalFiles } from '../files/local-files.js'
import { md5, openMd5 } from '../files/md5.js'
import { ApiFailure } from './api.js'
import { decodeBytes, encodeText } from './file-encodings.js'
import type { Phone } from './phone.js'

interface ReadOptions {
  readonly filePath: string
  readonly encoding?: string
  readonly position?: number
  readonly length?: number
}

interface WriteOptions {
  readonly filePath: string
  readonly data: string | ArrayBuffer
  readonly encoding?: string
}

/** `readFile` reads no more at once (FileSystemManager: 100 MB). */
const MAX_READ_BYTES = 100 * 1024 * 1024

/** wx.getFileSystemManager: temporary files of the page's life, and the user's own that are kept. */
export function fileSystemApi({ api, files, errors }: Phone) {
  openMd5()
  const empty = async (work: Promise<void>) => {
    await work
    return {}
  }
  const manager = {
    readFile: api.define('readFile', async (options: ReadOptions) => ({ data: await read(files, options) })),
    writeFile: api.define('writeFile', ({ filePath, data, encoding }: WriteOptions) =>
      empty(files.write(filePath, new Blob([typeof data === 'string' ? encodeText(data, encoding) : data]))),
    ),
    getFileInfo: api.define(
      'getFileInfo',
      async ({ filePath, digestAlgorithm = 'md5' }: { filePath: string; digestAlgorithm?: string }) => {
        const blob = files.read(filePath)
        return { size: blob.size, digest: await digest(blob, digestAlgorithm) }
      },
    ),
    stat: api.define('stat', ({ path, recursive = false }: { path: string; recursive?: boolean }) => {
      if (recursive) throw new Error('stat({ recursive }) is not in the preview')
      return { stats: stat(files, path) }
    }),
    access: api.define('access', ({ path }: { path: string }) => {
      if (!files.has(path)) throw fileErrors.notFound('access', path)
      return {}
    }),
    copyFile: api.define('copyFile', ({ srcPath, destPath }: { srcPath: string; destPath: string }) =>
      empty(files.write(destPath, files.read(srcPath, 'copyFile'))),
    ),
    saveFile: api.define(
      'saveFile',
      async ({ tempFilePath, filePath }: { tempFilePath: string; filePath?: string }) => ({
        savedFilePath: await files.save(tempFilePath, filePath),
      }),
    ),
    getSavedFileList: api.define('getSavedFileList', () => ({ fileList: files.saved() })),
    removeSavedFile: api.define('removeSavedFile', ({ filePath }: { filePath: string }) =>
      empty(files.remove(filePath)),
    ),
    unlink: api.define('unlink', ({ filePath }: { filePath: string }) => empty(files.remove(filePath))),
    readdir: api.define('readdir', ({ dirPath }: { dirPath: string }) => ({ files: files.list(dirPath) })),
    mkdir: api.define('mkdir', ({ dirPath, recursive = false }: { dirPath: string; recursive?: boolean }) =>
      empty(files.makeFolder(dirPath, recursive)),
    ),
    rmdir: api.define('rmdir', ({ dirPath, recursive = false }: { dirPath: string; recursive?: boolean }) =>
      empty(files.removeFolder(dirPath, recursive)),
    ),
    accessSync: (path: string) => {
      if (!files.has(path)) throw fileErrors.notFound('access', path)
    },
    statSync: (path: string) => stat(files, path),
    readdirSync: (path: string) => files.list(path),
  }
  return {
    getFileSystemManager: () =>
      new Proxy(manager, {
        get(target, name) {
          if (typeof name === 'symbol' || name in target) return target[name as keyof typeof target]
          const error = new Error(`wx.getFileSystemManager().${name} is not in the preview`)
          errors.report(error)
          throw error
        },
      }),
  }
}

async function read(
  files: LocalFiles,
  { filePath, encoding, position, length }: ReadOptions,
): Promise<string | ArrayBuffer> {
  const blob = files.read(filePath)
  const start = position ?? 0
  if (position !== undefined && (position < 0 || position >= blob.size)) throw fileErrors.outOfRange('position')
  const end = length === undefined ? blob.size : start + length
  if (length !== undefined && (length <= 0 || end > blob.size)) throw fileErrors.badLength()
  if (end - start > MAX_READ_BYTES) throw fileErrors.tooLarge()

  const bytes = await blob.slice(start, end).arrayBuffer()
  return encoding === undefined ? bytes : decodeBytes(new Uint8Array(bytes), encoding)
}

function stat(files: LocalFiles, path: string) {
  const isFolder = files.isFolder(path)
  const size = isFolder ? 0 : files.read(path, 'stat').size
  const modified = Math.floor(files.modifiedAt(path) / 1000)
  return {
    mode: isFolder ? 0o40777 : 0o100666,
    size,
    lastAccessedTime: modified,
    lastModifiedTime: modified,
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
  }
}

/** Hex, in lower case. */
async function digest(blob: Blob, algorithm: string): Promise<string> {
  if (algorithm === 'md5') return md5(blob)
  const name = { sha1: 'SHA-1', sha256: 'SHA-256' }[algorithm]
  if (!name) throw new ApiFailure(`invalid digestAlgorithm "${algorithm}"`, 1300022)
  const hash = new Uint8Array(await crypto.subtle.digest(name, await blob.arrayBuffer()))
  return decodeBytes(hash, 'hex')
}
