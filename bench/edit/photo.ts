import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'
import sharp from 'sharp'

const SIZE = { width: 4_000, height: 3_000 }

/** A JPEG of 12 megapixels with as much detail as a camera gives, and no EXIF: about 4 MB. */
export async function makePhoto(): Promise<Buffer> {
  const { width, height } = SIZE
  const picture = join(repositoryFolder, 'packages/preview/album/balloon-l.webp')
  // Enlarged pictures are smooth, and smooth ones are decoded faster than what a camera writes.
  const grain = await sharp(randomBytes(width * height), { raw: { width, height, channels: 1 } })
    .blur(0.8)
    .png({ compressionLevel: 1 })
    .toBuffer()
  return sharp(picture)
    .resize(width, height, { fit: 'cover' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 91 })
    .toBuffer()
}
