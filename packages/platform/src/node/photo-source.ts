import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@photolift/contracts'
import type { PhotoSource } from '../ports/photo-source.js'

/**
 * A photo in a file.
 * @throws AppError PHOTO_UNREADABLE
 */
export async function openNodePhoto(path: string): Promise<PhotoSource> {
  const { size } = await readably(() => stat(path))
  return {
    byteLength: size,
    slice: (start, end) => readably(() => readRange(path, start, Math.min(end, size))),
    md5: () => readably(() => hash(path)),
  }
}

async function readRange(path: string, start: number, end: number): Promise<ArrayBuffer> {
  await using file = await open(path)
  const bytes = new Uint8Array(Math.max(0, end - start))
  const { bytesRead } = await file.read(bytes, { position: start })
  if (bytesRead < bytes.length) throw new Error(`${path} has become shorter`)
  return bytes.buffer
}

async function hash(path: string): Promise<string> {
  const md5 = createHash('md5')
  await pipeline(createReadStream(path), md5)
  return md5.digest('hex')
}

async function readably<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    throw new AppError('PHOTO_UNREADABLE', String(error), { cause: error })
  }
}
