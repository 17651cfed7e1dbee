import { cloudFiles } from '../files/cloud-files.js'
import { cloudFailure } from './cloud-failure.js'

interface FileOptions {
  readonly fileID: string
  /** Seconds. */
  readonly maxAge?: number
}

export interface TempFileOptions {
  readonly fileList: readonly (string | FileOptions)[]
}

/** wx.cloud.getTempFileURL takes 50 ids at most. */
const MAX_FILES = 50
const DAY_SECONDS = 86_400
/** "Wrong parameter" (error codes of cloud development). */
const WRONG_PARAMETER = -401002
/** Per file: this person may not read it. As third parties log it («unconfirmed»). */
const NO_AUTHORITY = { status: -503002, errMsg: 'STORAGE_EXCEED_AUTHORITY' } as const

/** wx.cloud.getTempFileURL: succeeds as a whole; each file has its own status, 0 when it has a URL. */
export async function getTempFileUrls({ fileList }: TempFileOptions): Promise<object> {
  if (!Array.isArray(fileList) || fileList.length === 0 || fileList.length > MAX_FILES)
    throw cloudFailure(WRONG_PARAMETER, `fileList must hold 1 to ${MAX_FILES} files`)
  const asked: readonly FileOptions[] = fileList.map((file) => (typeof file === 'string' ? { fileID: file } : file))

  const found = await Promise.all(asked.map(({ fileID }) => cloudFiles.find(fileID)))
  return {
    fileList: found.map((file, index) => {
      const { fileID = '', maxAge = DAY_SECONDS } = asked[index] ?? {}
      return 'url' in file
        ? { fileID, maxAge, tempFileURL: file.url, status: 0, errMsg: 'ok' }
        : { fileID, maxAge, tempFileURL: '', ...NO_AUTHORITY }
    }),
  }
}
