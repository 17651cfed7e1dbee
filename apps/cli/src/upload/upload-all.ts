import { stat } from 'node:fs/promises'
import { AppError } from '@photolift/contracts'
import pLimit from 'p-limit'
import { withRetries } from '../retry.js'
import type { Storage } from '../storage/storage.js'
import type { Manifest } from './manifest.js'
import { toObjectKey } from './object-key.js'
import { lookUpStored } from './stored-objects.js'
import { type FileToUpload, uploadFile } from './upload-file.js'
import type { UploadProgress } from './upload-progress.js'
import { toErrorText, type UploadReport } from './upload-report.js'
import type { Found } from './walk.js'

export interface UploadAllRequest {
  found: AsyncIterable<Found>
  /** Ends in a slash, or is empty. */
  prefix: string
  /** Files under way at once. */
  parallel: number
  signal: AbortSignal
}

export interface UploadAllDeps {
  storage: Storage
  manifest: Manifest
  progress: UploadProgress
  note: (line: string) => void
}

/**
 * Sends what was found, several files at a time; one that fails stops no other.
 *
 * @returns in the order in which things were found. After the signal, what was not finished stands under `failed` as CANCELLED
 */
export async function uploadAll(request: UploadAllRequest, deps: UploadAllDeps): Promise<UploadReport> {
  const { signal, parallel, prefix } = request
  const { progress, storage, manifest, note } = deps
  const failed: UploadReport['failed'] = []
  const fail = (path: string, error: unknown) => {
    const text = toErrorText(signal.aborted ? new AppError('CANCELLED', 'stopped before it was sent') : error)
    failed.push({ path, error: text })
    // A line for each of ten thousand files that were not begun would bury what happened.
    if (!signal.aborted) progress.finish(path, { kind: 'failed', error: text })
  }

  const files = await plan(request, { note, fail })
  progress.begin(await sizesOf(files))
  const keys = files.map(({ key }) => key)
  // What refuses everything is the failure of each file: whoever reads the report finds all of them in it.
  const stored = await withRetries(() => lookUpStored(storage, { keys, manifest, prefix }, note), { signal }).catch(
    (error: unknown) => ({ error }),
  )
  const outcomes = await pLimit(parallel).map(files, async (file) => {
    try {
      signal.throwIfAborted()
      if (typeof stored === 'object') throw stored.error
      const outcome = await uploadFile(file, { storage, manifest, stored, progress, signal })
      const { kind, fileId } = outcome
      progress.finish(file.path, kind === 'skipped' ? { kind } : { kind, fileId })
      return { ...file, kind, fileId }
    } catch (error) {
      fail(file.path, error)
      return { ...file, kind: 'failed', fileId: '' } as const
    }
  })
  progress.end()
  return {
    uploaded: outcomes
      .filter(({ kind }) => kind === 'uploaded')
      .map(({ path, key, fileId }) => ({ path, key, fileId })),
    skipped: outcomes.filter(({ kind }) => kind === 'skipped').map(({ path }) => ({ path })),
    failed,
  }
}

/** The files with their keys. Two that would get the same key cannot both be sent: the first one wins. */
async function plan(
  { found, prefix, signal }: UploadAllRequest,
  { note, fail }: { note: (line: string) => void; fail: (path: string, error: unknown) => void },
): Promise<FileToUpload[]> {
  const byKey = new Map<string, FileToUpload>()
  for await (const thing of found) {
    if (signal.aborted) break
    if (thing.kind === 'failed') fail(thing.path, thing.error)
    else if (thing.kind === 'left-out') note(`left out: ${thing.path} (${thing.reason})`)
    else {
      try {
        const key = toObjectKey(prefix, thing.path)
        const first = byKey.get(key)
        if (first !== undefined) throw new AppError('REQUEST_INVALID', `${first.path} has the same name in the storage`)
        byKey.set(key, { path: thing.path, file: thing.file, key })
      } catch (error) {
        fail(thing.path, error)
      }
    }
  }
  return [...byKey.values()]
}

/** For the bars; a file that is gone meanwhile fails in its turn. */
async function sizesOf(files: readonly FileToUpload[]): Promise<Map<string, number>> {
  const sizes = await pLimit(32).map(files, ({ file }) =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return new Map(files.map(({ path }, index) => [path, sizes[index] ?? 0]))
}
