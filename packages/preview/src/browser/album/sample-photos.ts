/** A picture of the sample album. */
export interface SamplePhoto {
  /** File name in the album, such as `lake.webp`. */
  readonly name: string
  readonly url: string
}

/** The album as the server lists it. */
export async function listSamplePhotos(): Promise<SamplePhoto[]> {
  const names = (await (await fetch('/__preview/album.json')).json()) as string[]
  return names.map((name) => ({ name, url: `/__album/${encodeURIComponent(name)}` }))
}

/** The picture as it is. */
export async function readSample({ name, url }: SamplePhoto): Promise<File> {
  return new File([await (await fetch(url)).blob()], name)
}

/** Grain over the picture: without it JPEG would make a few kilobytes of a smooth one. */
const GRAIN_TILE = 256
const LARGE_WIDTH = 2600
const GRAIN_OPACITY = 0.2
const LARGE_QUALITY = 0.92

/** A JPEG of about 3 MB made of the picture, as a phone's camera would have taken it. */
export async function enlargeSample(photo: SamplePhoto): Promise<File> {
  const bitmap = await createImageBitmap(await readSample(photo))
  const width = LARGE_WIDTH
  const height = Math.round((width * bitmap.height) / bitmap.width)
  const canvas = new OffscreenCanvas(width, height)
  const context = contextOf(canvas)
  context.drawImage(bitmap, 0, 0, width, height)
  context.globalAlpha = GRAIN_OPACITY
  context.fillStyle = grain(context)
  context.fillRect(0, 0, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: LARGE_QUALITY })
  return new File([blob], photo.name.replace(/\.\w+$/, '.jpg'))
}

/** A picture that nobody has taken before: what the camera gives. */
export async function takePhoto(): Promise<File> {
  const canvas = new OffscreenCanvas(1600, 1200)
  const context = contextOf(canvas)
  const hue = Math.floor(Math.random() * 360)
  const sky = context.createLinearGradient(0, 0, 0, 1200)
  sky.addColorStop(0, `hsl(${hue} 70% 45%)`)
  sky.addColorStop(1, `hsl(${(hue + 60) % 360} 80% 80%)`)
  context.fillStyle = sky
  context.fillRect(0, 0, 1600, 1200)
  context.fillStyle = 'white'
  context.font = '600 90px system-ui'
  context.textAlign = 'center'
  context.fillText(new Date().toLocaleString(), 800, 620)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  return new File([blob], 'camera.jpg')
}

function grain(target: OffscreenCanvasRenderingContext2D): CanvasPattern {
  const tile = new OffscreenCanvas(GRAIN_TILE, GRAIN_TILE)
  const context = contextOf(tile)
  const image = context.createImageData(GRAIN_TILE, GRAIN_TILE)
  for (let at = 0; at < image.data.length; at += 65_536) crypto.getRandomValues(image.data.subarray(at, at + 65_536))
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255
  context.putImageData(image, 0, 0)
  const pattern = target.createPattern(tile, 'repeat')
  if (!pattern) throw new Error('the browser could not make a pattern')
  return pattern
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('the browser could not draw on a canvas')
  return context
}
