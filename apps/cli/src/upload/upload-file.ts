import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { AppError } from '@photolift/contracts'
import { withRetries } from '../retry.js'
import type { Storage } from '../storage/storage.js'
import { md5OfFile } from './file-md5.js'
import type { Manifest, ManifestEntry } from './manifest.js'
import type { Stored } from './stored-objects.js'
import type { UploadProgress } from './upload-progress.js'
import { toUnreadable } from './walk.js'

export interface FileToUpload {
  path: string
  /** Absolute. */
  file: string
  key: string
}

export interface UploadedFile {
  /** `skipped`: the storage had it already. */
  kind: 'uploaded' | 'skipped'
  fileId: string
}

export interface UploadFileDeps {
  storage: Storage
  manifest: Manifest
  stored: (key: string) => Stored
  progress: UploadProgress
  signal: AbortSignal
}

/**
 * Sends one file unless the storage has it already, and puts it into the manifest.
 *
 * @throws AppError FILE_UNREADABLE, FILE_NOT_FOUND, FILE_DAMAGED, CANCELLED, and what the storage throws
 */
export async function uploadFile(file: FileToUpload, deps: UploadFileDeps): Promise<UploadedFile> {
  const { manifest, signal } = deps
  const before = await stateOf(file.file)
  const known = manifest.get(file.key)
  const remote = await confirmAbsence(file.key, known, deps)
  const isStillThere = known !== undefined && holdsWhatWasSent(remote, known)
  if (isStillThere && known.file === file.file && sameState(known, before))
    return { kind: 'skipped', fileId: known.fileId }

  const md5 = await md5OfFile(file.file, signal)
  const entry = { key: file.key, file: file.file, ...before, md5 }
  if (isStillThere && known.md5 === md5 && known.byteLength === before.byteLength) {
    await manifest.add({ ...entry, etag: known.etag, fileId: known.fileId })
    return { kind: 'skipped', fileId: known.fileId }
  }
  // Sent by a run that crashed before it could say so, or from another computer.
  if (typeof remote === 'object' && remote.etag === md5 && remote.byteLength === before.byteLength) {
    const fileId = deps.storage.fileId(file.key)
    await manifest.add({ ...entry, etag: remote.etag, fileId })
    return { kind: 'skipped', fileId }
  }
  return send(file, entry, deps)
}

async function send(
  { path, file, key }: FileToUpload,
  entry: Omit<ManifestEntry, 'etag' | 'fileId'>,
  { storage, manifest, progress, signal }: UploadFileDeps,
): Promise<UploadedFile> {
  const { byteLength, md5 } = entry
  const contentType = await contentTypeOf(path)
  progress.start(path)
  const written = await withRetries(
    async () => {
      await requireUnchanged(file, entry)
      return storage.store.write({
        key,
        open: () => createReadStream(file),
        byteLength,
        contentType,
        contentMd5: md5,
        onProgress: (bytesSent) => progress.advance(path, bytesSent),
        signal,
      })
    },
    { signal, onRetry: (reason) => progress.retry(path, reason) },
  )
  await requireUnchanged(file, entry)
  if (isMd5(written.etag) && written.etag !== md5) {
    throw new AppError('FILE_DAMAGED', 'the storage holds other bytes than were sent')
  }
  const fileId = storage.fileId(key, written.cloudFileId)
  await manifest.add({ ...entry, etag: written.etag, fileId })
  return { kind: 'uploaded', fileId }
}

/** The list of types is loaded here, since its index takes 10 ms to make, which only an upload needs. */
async function contentTypeOf(path: string): Promise<string> {
  const { default: mimeTypes } = await import('mime-types')
  return mimeTypes.lookup(path) || 'application/octet-stream'
}

/** A listing may lag behind: what it does not show, though an earlier run has sent it, is asked for by its name. */
async function confirmAbsence(
  key: string,
  known: ManifestEntry | undefined,
  { storage: { store }, stored }: UploadFileDeps,
): Promise<Stored> {
  const listed = stored(key)
  if (listed !== 'absent' || known === undefined || !store.abilities.has('prove')) return listed
  return (await store.prove(key, 1)) ?? 'absent'
}

function holdsWhatWasSent(remote: Stored, known: ManifestEntry): boolean {
  if (typeof remote === 'object') return remote.etag === known.etag && remote.byteLength === known.byteLength
  return remote !== 'absent'
}

type FileState = Pick<ManifestEntry, 'byteLength' | 'modifiedAtMs'>

async function stateOf(file: string): Promise<FileState> {
  const status = await stat(file).catch((error: unknown) => {
    throw toUnreadable(error)
  })
  return { byteLength: status.size, modifiedAtMs: status.mtimeMs }
}

/** Its MD5 would be another file's, and sending it again the same race. */
async function requireUnchanged(file: string, before: FileState): Promise<void> {
  if (!sameState(before, await stateOf(file))) throw new AppError('FILE_UNREADABLE', 'it changed while it was sent')
}

function sameState(one: FileState, other: FileState): boolean {
  return one.byteLength === other.byteLength && one.modifiedAtMs === other.modifiedAtMs
}

function isMd5(etag: string): boolean {
  return /^[0-9a-f]{32}$/.test(etag)
}
