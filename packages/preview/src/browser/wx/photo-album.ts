import { element } from '../screen/element.js'
import { askModal } from '../screen/modal.js'
import { textsFor } from '../screen/texts.js'
import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

const SCOPE = 'scope.writePhotosAlbum'

/**
 * wx.saveImageToPhotosAlbum and openSetting. The album is the computer's folder for downloads. As in WeChat the person is asked once:
 * after a refusal calls fail at once, until the settings say otherwise.
 */
export function photoAlbumApi({ api, conditions, files, privacy, screen, space }: Phone) {
  const key = `preview:${space}:write-album`
  const isAllowed = () => localStorage.getItem(key) === 'yes'
  const isAsked = () => localStorage.getItem(key) !== null
  const remember = (allowed: boolean) => localStorage.setItem(key, allowed ? 'yes' : 'no')

  async function ask(title: string): Promise<void> {
    const { albumQuestion, refuse, allow } = textsFor(conditions.now.language)
    const { overlay } = screen
    remember(await askModal({ overlay, title, content: albumQuestion, cancelText: refuse, confirmText: allow }))
  }

  return {
    saveImageToPhotosAlbum: api.define('saveImageToPhotosAlbum', async ({ filePath }: { filePath: string }) => {
      await privacy.pass('saveImageToPhotosAlbum')
      const file = files.read(filePath)
      if (!file.type.startsWith('image/')) throw new ApiFailure('invalid file type')
      if (!isAsked()) await ask('')
      if (!isAllowed()) throw new ApiFailure('auth deny')
      saveToComputer(file, filePath.slice(filePath.lastIndexOf('/') + 1))
      return {}
    }),
    openSetting: api.define('openSetting', async () => {
      // The settings list what was asked for before.
      if (isAsked()) await ask(textsFor(conditions.now.language).settings)
      return { authSetting: isAsked() ? { [SCOPE]: isAllowed() } : {} }
    }),
  }
}

function saveToComputer(file: Blob, name: string): void {
  const href = URL.createObjectURL(file)
  element('a', { href, download: name }).click()
  URL.revokeObjectURL(href)
}
