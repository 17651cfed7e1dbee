import type { ImageTools } from '../ports/image-tools.js'
import type { PhotoSource } from '../ports/photo-source.js'
import { BrowserPhotoSource } from './photo-source.js'

/**
 * Pictures through `<img>` and a canvas. An `<img>` knows its size before it decodes, and browsers turn it as EXIF says, when it is
 * measured and when it is drawn. What this browser does not decode (a HEIC outside Safari) is undefined.
 */
export const browserImageTools: ImageTools = {
  measure: (source) =>
    withImage(source, async ({ naturalWidth, naturalHeight }) =>
      naturalWidth > 0 && naturalHeight > 0 ? { width: naturalWidth, height: naturalHeight } : undefined,
    ),

  toJpeg: (source, { longSide, quality }) =>
    withImage(source, async (image) => {
      const { naturalWidth, naturalHeight } = image
      const scale = Math.min(1, (longSide ?? Number.POSITIVE_INFINITY) / Math.max(naturalWidth, naturalHeight))
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round(naturalWidth * scale))
      canvas.height = Math.max(1, Math.round(naturalHeight * scale))
      const context = canvas.getContext('2d')
      if (context === null || naturalWidth === 0) return undefined
      context.imageSmoothingQuality = 'high'
      context.drawImage(image, 0, 0, canvas.width, canvas.height)
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality / 100))
      // Phones give canvases little memory in all; this one's is free at once.
      canvas.width = 0
      return blob === null ? undefined : new BrowserPhotoSource(blob)
    }),
}

async function withImage<Found>(
  source: PhotoSource,
  look: (image: HTMLImageElement) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  if (!(source instanceof BrowserPhotoSource))
    throw new TypeError('a browser shows Blobs, so only a BrowserPhotoSource')
  const url = URL.createObjectURL(source.blob)
  const image = new Image()
  try {
    const isThere = await new Promise<boolean>((resolve) => {
      image.onload = () => resolve(true)
      image.onerror = () => resolve(false)
      image.src = url
    })
    return isThere ? await look(image) : undefined
  } finally {
    URL.revokeObjectURL(url)
  }
}
