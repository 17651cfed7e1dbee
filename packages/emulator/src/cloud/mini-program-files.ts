import type { EmulatorSettings } from '../settings/settings.js'
import type { CloudFiles } from './cloud-files.js'
import type { DownloadLinks } from './download-links.js'

/** What the mini-program's own SDK makes of a file id. */
export type ResolvedCloudFile = { fileId: string; url: string } | { fileId: string; error: string }

export interface MiniProgramFilesOptions {
  files: CloudFiles
  links: DownloadLinks
  settings(): EmulatorSettings
  /** Milliseconds since the epoch. */
  now(): number
}

/** `getTempFileURL`'s own default, in seconds. */
const LINK_SECONDS = 86_400

/** Resolves file ids for one person, as `wx.cloud.getTempFileURL` and `<image src="cloud://…">` do. */
export function createMiniProgramFiles({ files, links, settings, now }: MiniProgramFilesOptions) {
  return function resolve(openid: string, fileIds: readonly string[]): ResolvedCloudFile[] {
    const endsAtSeconds = Math.floor(now() / 1000) + LINK_SECONDS
    return fileIds.map((fileId) => {
      const lookup = files.find(fileId)
      if (lookup.kind === 'foreign') return { fileId, error: 'INVALID_FILE_ID' }
      if (lookup.kind === 'missing') return { fileId, error: 'STORAGE_FILE_NONEXIST' }
      const mayRead =
        lookup.kind === 'found' && (settings().cloudFileAccess === 'everybody' || lookup.openid === openid)
      if (!mayRead) return { fileId, error: 'STORAGE_EXCEED_AUTHORITY' }
      return { fileId, url: links.sign(lookup.key, endsAtSeconds) }
    })
  }
}
