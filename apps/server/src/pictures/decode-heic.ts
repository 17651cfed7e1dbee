import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { AppError } from '@photolift/contracts'
import { JobSlots } from './job-slots.js'
import { HEIC_PIXELS_MAX } from './picture-limits.js'
import type { TimeLimit } from './time-limit.js'

/** Pixels as they come out of the decoder: upright, without metadata. */
export interface DecodedHeic {
  width: number
  height: number
  /** RGB, 8 bits each. */
  pixels: Buffer
}

/**
 * Decodes the first image of a HEIC file, which sharp's npm build cannot. WebAssembly gives no memory back (350 MB for 12 megapixels),
 * so it runs in a thread that ends with its picture, one at a time.
 *
 * @throws AppError PHOTO_DAMAGED, PHOTO_TOO_MANY_PIXELS, EDIT_TIMEOUT, EDIT_BUSY, EDIT_UNAVAILABLE
 */
export async function decodeHeic(bytes: Buffer, limit: TimeLimit): Promise<DecodedHeic> {
  const hasToWait = slots.isBusy
  const decoding = slots.run(() => decodeInThread(bytes, limit))
  if (decoding === undefined) throw busy('too many HEIC pictures wait')
  try {
    return await decoding
  } catch (error) {
    // Time that others have used up says nothing about this picture.
    if (hasToWait && error instanceof AppError && error.code === 'EDIT_TIMEOUT')
      throw busy('other HEIC pictures took the time', error)
    throw error
  }
}

function busy(message: string, cause?: AppError): AppError {
  return new AppError('EDIT_BUSY', message, { retryAfterSeconds: 5, cause })
}

const slots = new JobSlots({ running: 1, waiting: 4 })

type Reply = DecodedHeic | { refusal: 'broken' | 'too-many-pixels' }

async function decodeInThread(bytes: Buffer, limit: TimeLimit): Promise<DecodedHeic> {
  limit.require()
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { decoder: decoderPath(), bytes, pixelsMax: HEIC_PIXELS_MAX },
    // libheif reports a broken image by console.log; standard output is the log's.
    stdout: true,
  })
  try {
    const reply = await replyOf(worker, limit)
    if ('refusal' in reply) throw refused(reply.refusal)
    // The buffer has come over as a plain Uint8Array.
    return { ...reply, pixels: Buffer.from(reply.pixels.buffer) }
  } finally {
    await worker.terminate()
  }
}

function replyOf(worker: Worker, limit: TimeLimit): Promise<Reply> {
  return new Promise<Reply>((resolve, reject) => {
    const timer = setTimeout(() => reject(limit.exceeded()), limit.millisecondsLeft())
    worker.once('message', resolve)
    worker.once('error', (cause) => reject(new AppError('PHOTO_DAMAGED', 'the HEIC decoder failed', { cause })))
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new AppError('INTERNAL', 'the HEIC decoder ended without an answer'))
    })
  })
}

function refused(refusal: 'broken' | 'too-many-pixels'): AppError {
  if (refusal === 'broken') return new AppError('PHOTO_DAMAGED', 'the HEIC image cannot be decoded')
  return new AppError('PHOTO_TOO_MANY_PIXELS', `the HEIC image has over ${HEIC_PIXELS_MAX} pixels`)
}

function decoderPath(): string {
  try {
    return createRequire(import.meta.url).resolve('heic-decode')
  } catch (cause) {
    throw new AppError('EDIT_UNAVAILABLE', 'heic-decode cannot be loaded: the deployment lacks it', { cause })
  }
}

// A text and no file of its own, because the service ships as one file (docs/decisions/03). Plain CommonJS, as `eval` wants it.
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const { decoder, bytes, pixelsMax } = workerData

decode().then(
  (picture) => parentPort.postMessage(picture, picture.pixels ? [picture.pixels.buffer] : []),
  () => parentPort.postMessage({ refusal: 'broken' }),
)

async function decode() {
  const [image] = await require(decoder).all({ buffer: bytes })
  const { width, height } = image
  if (width * height > pixelsMax) return { refusal: 'too-many-pixels' }
  const { data } = await image.decode()
  return { width, height, pixels: withoutAlpha(data) }
}

/** Photos are opaque; a quarter less to hand over and to hold. */
function withoutAlpha(rgba) {
  const rgb = new Uint8Array((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]
    rgb[to++] = rgba[from + 1]
    rgb[to++] = rgba[from + 2]
  }
  return rgb
}
`
