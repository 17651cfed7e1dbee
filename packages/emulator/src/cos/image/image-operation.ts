import { CosError } from '../cos-error.js'
import { parseThumbnail, type Thumbnail } from './thumbnail.js'

/** What is done in one `imageMogr2`; its order is not documented: here the orientation comes first. */
export interface ImageStep {
  autoOrient: boolean
  thumbnail?: Thumbnail
  strip: boolean
  /** That of the source when absent. */
  format?: ImageFormat
  /** 0–100. COS never goes above the source's own quality without `!`, which the emulator cannot know and does not model. */
  quality?: number
}

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif'

export type ImageOperation =
  | { kind: 'info' }
  /** Steps in order. `ignoreError`: the original is the answer where a step fails. */
  | { kind: 'process'; steps: ImageStep[]; ignoreError: boolean }

const STEPS_MAX = 10

/** Whether a query parameter's name asks for image processing, supported or not. */
export function isImageOperation(name: string): boolean {
  return /^(imageMogr2|imageView2|imageInfo|imageAve|exif|watermark)(\/|\||$)/.test(name)
}

/**
 * Reads a processing request, which is the name of a query parameter: `imageMogr2/auto-orient|imageMogr2/thumbnail/400x`.
 * @throws CosError InvalidArgument on anything that the emulator does not do
 * @see https://cloud.tencent.com/document/product/460/6924 (image processing)
 */
export function parseImageOperation(text: string): ImageOperation {
  if (text === 'imageInfo') return { kind: 'info' }
  const stepTexts = text.split('|')
  if (stepTexts.length > STEPS_MAX) throw invalid(`At most ${STEPS_MAX} operations in one request.`)
  const parsed = stepTexts.map(parseStep)
  return {
    kind: 'process',
    steps: parsed.map(({ step }) => step),
    ignoreError: parsed.some(({ ignoreError }) => ignoreError),
  }
}

function parseStep(text: string): { step: ImageStep; ignoreError: boolean } {
  const [operation, ...words] = text.split('/')
  if (operation !== 'imageMogr2') throw invalid(`The emulator does not know ${operation}.`)
  const step: ImageStep = { autoOrient: false, strip: false }
  let ignoreError = false
  while (words.length > 0) {
    const parameter = words.shift()
    if (parameter === 'auto-orient') step.autoOrient = true
    else if (parameter === 'strip') step.strip = true
    else if (parameter === 'thumbnail') step.thumbnail = parseThumbnail(words.shift() ?? '')
    else if (parameter === 'format') step.format = parseFormat(words.shift() ?? '')
    else if (parameter === 'quality') step.quality = parseQuality(words.shift() ?? '')
    else if (parameter === 'ignore-error') ignoreError = words.shift() === '1'
    else throw invalid(`The emulator does not know the parameter ${parameter} of imageMogr2.`)
  }
  return { step, ignoreError }
}

const FORMATS: Record<string, ImageFormat> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  yjpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
}

function parseFormat(name: string): ImageFormat {
  const format = FORMATS[name]
  if (!format) throw invalid(`The emulator cannot write the format ${name}.`)
  return format
}

function parseQuality(text: string): number {
  const [, digits] = /^(\d{1,3})!?$/.exec(text) ?? []
  if (digits === undefined || Number(digits) > 100) throw invalid('quality is 0 to 100.')
  return Number(digits)
}

function invalid(message: string): CosError {
  return new CosError('InvalidArgument', message)
}
