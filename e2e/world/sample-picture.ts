import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'
import { padWebp } from './padding.js'
import type { PictureFile } from './picture-file.js'

const albumFolder = join(repositoryFolder, 'packages/preview/album')

/**
 * Pictures of the preview's sample album, over and over where there are fewer; no two have the same bytes.
 *
 * @param byteLength size of each, even; what a picture lacks is put where decoders do not look
 */
export async function samplePictures(count: number, { byteLength = 60_000 } = {}): Promise<PictureFile[]> {
  const names = (await readdir(albumFolder)).toSorted()
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = names[index % names.length] ?? ''
      const picture = await readFile(join(albumFolder, name))
      return { name, mimeType: 'image/webp', buffer: padWebp(picture, byteLength, index) }
    }),
  )
}
