import { openAlbum } from '../album/album-sheet.js'
import { browseFiles } from '../album/browse-files.js'
import { compressPicked } from '../album/compress-image.js'
import { textsFor } from '../screen/texts.js'
import { ApiFailure } from './api.js'
import type { Phone } from './phone.js'

export interface PickRequest {
  readonly count: number
  readonly hasCamera: boolean
  readonly accept: string
  readonly sizes: readonly ('original' | 'compressed')[]
  readonly isChat?: boolean
}

/**
 * Lets the person pick files, in the order of their taps.
 *
 * The sample album compresses as a phone does. Files of the browser's own dialog (`album=files`) stand for what a
 * phone's picker has already made: they stay as they are, so that tests know every byte.
 *
 * @throws ApiFailure `cancel` when they change their mind
 */
export async function pickFiles(phone: Phone, request: PickRequest): Promise<readonly File[]> {
  const { count, hasCamera, accept, sizes, isChat = false } = request
  const { album, language } = phone.conditions.now
  if (album === 'files') {
    const files = await browseFiles({ accept, count })
    if (!files) throw new ApiFailure('cancel')
    return files
  }

  const texts = textsFor(language)
  const title = isChat ? texts.chatFiles : texts.album
  const picked = await openAlbum({ overlay: phone.screen.overlay, texts, title, count, hasCamera, accept, sizes })
  if (!picked) throw new ApiFailure('cancel')
  return picked.isCompressed ? Promise.all(picked.files.map(compressPicked)) : picked.files
}
