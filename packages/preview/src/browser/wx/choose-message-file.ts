import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'
import { pickFiles } from './pick-files.js'

interface MessageFileOptions {
  readonly count: number
  readonly type?: 'all' | 'video' | 'image' | 'file'
  readonly extension?: readonly string[]
}

const ACCEPT = { all: '', file: '', image: 'image/*', video: 'video/*' } as const
const MAX_COUNT = 100

/** wx.chooseMessageFile: files of a chat, the only picker that gives names. */
export function chooseMessageFileApi(phone: Phone) {
  const { api, files } = phone
  return {
    chooseMessageFile: api.define(
      'chooseMessageFile',
      async ({ count, type = 'all', extension }: MessageFileOptions) => {
        if (!Number.isInteger(count) || count < 0 || count > MAX_COUNT) {
          throw new ApiFailure(`parameter error: parameter.count should be from 0 to ${MAX_COUNT} instead of ${count}`)
        }
        await phone.privacy.pass('chooseMessageFile')
        const accept =
          type === 'file' && extension ? extension.map((end) => `.${end.replace(/^\./, '')}`).join() : ACCEPT[type]
        const picked = await pickFiles(phone, { count, hasCamera: false, accept, sizes: ['original'], isChat: true })
        return {
          tempFiles: picked.map((file) => ({
            path: files.addTemporary(file, file.name),
            name: file.name,
            size: file.size,
            time: Math.floor(file.lastModified / 1000),
            type: kindOf(file),
          })),
        }
      },
    ),
  }
}

function kindOf({ type }: File): string {
  if (type.startsWith('image/')) return 'image'
  return type.startsWith('video/') ? 'video' : 'file'
}
