import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '@photolift/contracts'
import type { ObjectStore } from '@photolift/cos'
import { withRetries } from '../retry.js'
import { md5OfFile } from '../upload/file-md5.js'
import { PartFile } from './part-file.js'

export interface DownloadRequest {
  key: string
  fileId: string
  /** Absolute. */
  target: string
  /** MD5 in hex, where somebody else knows it; the ETag is compared in any case. */
  md5?: string | undefined
  byteLength?: number | undefined
}

export interface DownloadDeps {
  store: Pick<ObjectStore, 'read'>
  signal: AbortSignal
  onProgress?: (bytesHere: number, byteLength: number) => void
  onRetry?: (reason: string) => void
}

/**
 * Gets one file. It has its name once it is whole and checked; before, its bytes are in `<target>.part`, from which another run goes on.
 *
 * @returns `skipped` where the target is there already and is that file
 * @throws AppError FILE_NOT_FOUND, FILE_DAMAGED, FILE_UNREADABLE (the target), CANCELLED, and what the storage throws
 */
export async function downloadFile(request: DownloadRequest, deps: DownloadDeps): Promise<'downloaded' | 'skipped'> {
  const { target } = request
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw toWriteError(error)
  })
  const present = await stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new AppError('FILE_UNREADABLE', `the target cannot be looked at: ${error.code}`, { cause: error })
  })
  if (present !== undefined) {
    if (present.isFile() && (await isSame(request, deps, present.size))) return 'skipped'
    throw new AppError('FILE_UNREADABLE', 'something else is under the name of the target; it is left as it is')
  }
  const part = new PartFile(target)
  const isWhatWasMeant = await withRetries(() => attempt(request, part, deps), deps)
  if (isWhatWasMeant) return 'downloaded'
  throw new AppError('FILE_DAMAGED', 'the storage holds another file than the one that was stored under this id')
}

/** @returns false where the storage holds something else than what is known of the file: no attempt after it brings more */
async function attempt(
  { key, fileId, md5, byteLength }: DownloadRequest,
  part: PartFile,
  deps: DownloadDeps,
): Promise<boolean> {
  const { store, signal } = deps
  const found = await part.find(fileId)
  const hash = createHash('md5')
  if (found !== undefined && found.bytesHere > 0) await hashInto(hash, part.path)
  const start = found?.bytesHere ?? 0

  if (found === undefined || start < found.byteLength) {
    const object = await store
      .read({ key, start, signal, ...(found !== undefined && { ifMatch: found.etag }) })
      .catch(async (error: unknown) => {
        // Another object lies there now: what is here is no part of it. The next attempt begins anew.
        if (!isOtherObject(error)) throw error
        await part.discard()
        throw new AppError('FILE_DAMAGED', 'the file in the storage has changed', { cause: error })
      })
    if (object === undefined) throw new AppError('FILE_NOT_FOUND', 'the storage has no such file')
    const isOther =
      (md5 !== undefined && isMd5(object.etag) && object.etag !== md5) ||
      (byteLength !== undefined && object.byteLength !== byteLength)
    if (isOther) {
      object.body.destroy()
      await part.discard()
      return false
    }
    try {
      if (found === undefined) await part.begin({ fileId, etag: object.etag, byteLength: object.byteLength })
      const here = { start, hash, onBytes: (bytesHere: number) => deps.onProgress?.(bytesHere, object.byteLength) }
      await append(part.path, object.body, here)
    } catch (error) {
      object.body.destroy()
      throw signal.aborted ? new AppError('CANCELLED', 'stopped', { cause: error }) : toWriteError(error)
    }
  }
  await check(part, { fileId, md5: hash.digest('hex'), wantedMd5: md5 })
  await part.finish()
  return true
}

/** Wrong bytes are thrown away, so that the next attempt does not begin with them. */
async function check(
  part: PartFile,
  { fileId, md5, wantedMd5 }: { fileId: string; md5: string; wantedMd5: string | undefined },
): Promise<void> {
  const here = await part.find(fileId)
  if (here === undefined) throw new AppError('FILE_DAMAGED', 'more arrived than the file has')
  // Shorter: the connection ended early, and the next attempt goes on from here.
  if (here.bytesHere < here.byteLength) throw new AppError('FILE_DAMAGED', 'the connection ended before the file')
  const isRight = (!isMd5(here.etag) || here.etag === md5) && (wantedMd5 === undefined || wantedMd5 === md5)
  if (isRight) return
  await part.discard()
  throw new AppError('FILE_DAMAGED', 'what arrived has another checksum than the file')
}

/** Whether the target is what the storage has: by the checksum that is known, or by the ETag of the object. */
async function isSame({ key, target, md5 }: DownloadRequest, { store, signal }: DownloadDeps, byteLength: number) {
  let wanted = md5
  if (wanted === undefined) {
    const object = await store.read({ key, signal })
    if (object === undefined) throw new AppError('FILE_NOT_FOUND', 'the storage has no such file')
    object.body.destroy()
    if (object.byteLength !== byteLength || !isMd5(object.etag)) return false
    wanted = object.etag
  }
  return (await md5OfFile(target, signal)) === wanted
}

async function hashInto(hash: Hash, file: string): Promise<void> {
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
}

/** Chunk by chunk, so that what has arrived when the connection breaks is kept. */
async function append(
  file: string,
  body: Readable,
  { start, hash, onBytes }: { start: number; hash: Hash; onBytes: (bytesHere: number) => void },
): Promise<void> {
  let here = start
  const handle = await open(file, 'a')
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      await handle.writeFile(chunk)
      hash.update(chunk)
      here += chunk.length
      onBytes(here)
    }
  } finally {
    await handle.close()
  }
}

function isOtherObject(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'FILE_DAMAGED' || error.code === 'REQUEST_INVALID')
}

/** A full disk is not the storage's fault, and no attempt after it helps. */
function toWriteError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (error instanceof AppError || code === undefined) return error
  return new AppError('FILE_UNREADABLE', `the target cannot be written: ${code}`, { cause: error })
}

function isMd5(etag: string): boolean {
  return /^[0-9a-f]{32}$/.test(etag)
}
