import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

export const PHOTO_COUNT = 20
export const PHOTO_BYTES = 3_000_000

const albumFolder = join(repositoryFolder, 'packages/preview/album')

/**
 * Writes 20 photos of exactly 3 MB that no run has seen before: pictures of the sample album with random bytes behind
 * what they need, inside their own chunk: where decoders do not look, and whoever takes metadata out finds none.
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
      await writeFile(path, padded(picture))
      return path
    }),
  )
}

/** @param webp one whose last chunk is its picture */
function padded(webp: Buffer): Buffer {
  const photo = Buffer.concat([webp, randomBytes(PHOTO_BYTES - webp.length)])
  photo.writeUInt32LE(PHOTO_BYTES - 8, 4)
  const chunkAt = webp.lastIndexOf('VP8 ')
  photo.writeUInt32LE(PHOTO_BYTES - chunkAt - 8, chunkAt + 4)
  return photo
}
