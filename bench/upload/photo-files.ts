import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

export const PHOTO_COUNT = 20
export const PHOTO_BYTES = 3_000_000

const albumFolder = join(repositoryFolder, 'packages/preview/album')

/**
 * Writes 20 photos of exactly 3 MB that no run has seen before: pictures of the sample album with random bytes behind their
 * end, where decoders do not look.
 * @returns their paths
 */
export async function writePhotos(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const pictures = (await readdir(albumFolder)).filter((name) => name.endsWith('.webp')).slice(0, PHOTO_COUNT)
  if (pictures.length < PHOTO_COUNT) throw new Error(`${albumFolder} has fewer than ${PHOTO_COUNT} pictures.`)
  return Promise.all(
    pictures.map(async (name) => {
      const picture = await readFile(join(albumFolder, name))
      const path = join(folder, name)
      await writeFile(path, Buffer.concat([picture, randomBytes(PHOTO_BYTES - picture.length)]))
      return path
    }),
  )
}
