import { toJpeg } from '../album/compress-image.js'
import { cloudFiles } from '../files/cloud-files.js'
import { readExifOrientation } from '../files/exif-orientation.js'
import { type ImageSides, readImageSides } from '../files/image-sides.js'
import { sniffImageType } from '../files/sniff-image-type.js'
import { toBrowserUrl, toShownUrl } from '../files/to-browser-url.js'
import { element } from '../screen/element.js'
import { textsFor } from '../screen/texts.js'
import { ApiFailure } from './api.js'
import { checkUrl } from './network-call.js'
import type { Phone } from './phone.js'

interface CompressOptions {
  readonly src: string
  readonly quality?: number
  readonly compressedWidth?: number
  readonly compressedHeight?: number
}

interface PreviewOptions {
  readonly urls: readonly string[]
  readonly current?: string | number
  readonly showmenu?: boolean
}

/** Where pictures tell their sides, behind all that a camera writes as a rule. */
const HEAD_BYTES = 65_536

/** wx.getImageInfo, compressImage and previewImage. */
export function imagesApi(phone: Phone) {
  const { api, files } = phone
  return {
    getImageInfo: api.define('getImageInfo', async ({ src }: { src: string }) => {
      const blob = await load(phone, src)
      const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer())
      const orientation = readExifOrientation(head)
      // Decoding a camera's photo takes a tenth of a second and more, and a phone does not do it for this.
      const sides = readImageSides(head) ?? (await storedSides(blob, orientation))
      return {
        ...sides,
        path: files.has(src) ? src : files.addTemporary(blob),
        orientation,
        type: sniffImageType(head),
      }
    }),
    compressImage: api.define('compressImage', async (options: CompressOptions) => {
      const { src, quality = 80, compressedWidth, compressedHeight } = options
      const file = files.read(src)
      const isJpeg = sniffImageType(new Uint8Array(await file.slice(0, 12).arrayBuffer())) === 'jpeg'
      const bitmap = await decode(file)
      // Only JPEG has a quality: a PNG comes out as it went in.
      if (!isJpeg) return { tempFilePath: files.addTemporary(file, src) }
      // Turned upright and without its EXIF, as on most phones («unconfirmed»); it may be larger than the source. One side given keeps the
      // ratio, of the picture that is upright.
      const width =
        compressedWidth ?? (compressedHeight ? (bitmap.width * compressedHeight) / bitmap.height : bitmap.width)
      const height = compressedHeight ?? (width * bitmap.height) / bitmap.width
      const blob = await toJpeg({ bitmap, width, height, quality: quality / 100 })
      return { tempFilePath: files.addTemporary(blob, 'compressed.jpg') }
    }),
    previewImage: api.define('previewImage', ({ urls, current = 0 }: PreviewOptions) => {
      const index = typeof current === 'number' ? current : Math.max(0, urls.indexOf(current))
      showPreview(phone, urls, index)
      return {}
    }),
  }
}

/** A local file, one of the package, of the cloud, or of the network, which goes the way of wx.downloadFile. */
async function load(phone: Phone, src: string): Promise<Blob> {
  const { network, files, app } = phone
  if (files.has(src)) return files.read(src)
  if (cloudFiles.isCloudFile(src)) {
    const found = await cloudFiles.find(src)
    if ('error' in found) throw new ApiFailure(found.error)
    return load(phone, found.url)
  }
  if (/^https?:/.test(src)) {
    const timeoutMs = app.config.networkTimeout.downloadFile ?? 60_000
    const target = checkUrl(src)
    const get = { via: 'request', carries: 'download', method: 'GET', headers: {}, body: null } as const
    const call = { ...get, target, timeoutMs }
    const { statusCode, body } = await network.start(call).answer
    if (statusCode !== 200) throw new ApiFailure(`download image fail, status ${statusCode}`)
    return new Blob([body])
  }
  const response = await fetch(toBrowserUrl(src))
  if (!response.ok) throw new ApiFailure('file not found')
  return response.blob()
}

/** The browser turns what it decodes; WeChat gives the sides as they are stored, and `orientation` beside them. */
async function storedSides(blob: Blob, orientation: string): Promise<ImageSides> {
  const { width, height } = await decode(blob)
  return /left|right/.test(orientation) ? { width: height, height: width } : { width, height }
}

async function decode(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob)
  } catch {
    throw new ApiFailure('decode image fail')
  }
}

/** A tap closes it, as on a phone; the arrows of the keyboard and a swipe turn it. */
function showPreview({ conditions, screen }: Phone, urls: readonly string[], first: number): void {
  let index = first
  let startX = 0
  const image = element('img', { alt: '' })
  const place = element('span')
  const layer = element(
    'div',
    {
      class: 'image-preview',
      role: 'dialog',
      tabindex: '0',
      'aria-modal': 'true',
      'aria-label': textsFor(conditions.now.language).album,
    },
    [image, place],
  )
  const show = (next: number) => {
    index = Math.min(Math.max(next, 0), urls.length - 1)
    void showSource(index)
    place.textContent = `${index + 1} / ${urls.length}`
  }
  const showSource = async (at: number) => {
    const source = await toShownUrl(urls[at] ?? '')
    // The person may have turned it while a file of the cloud was looked up.
    if (at === index) image.src = source
  }
  layer.addEventListener('pointerdown', (event) => {
    startX = event.clientX
  })
  layer.addEventListener('click', (event) => {
    const moved = event.clientX - startX
    if (Math.abs(moved) > 40) show(index - Math.sign(moved))
    else layer.remove()
  })
  layer.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') layer.remove()
    if (key === 'ArrowRight') show(index + 1)
    if (key === 'ArrowLeft') show(index - 1)
  })
  show(first)
  screen.overlay.append(layer)
  layer.focus()
}
