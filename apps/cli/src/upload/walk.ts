import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '@photolift/contracts'

/** What lies in the folders and files that a person named. `path` is relative to the named folder, with `/`. */
export type Found =
  | { kind: 'file'; path: string; file: string }
  /** Cannot be sent, and somebody has to look at it. */
  | { kind: 'failed'; path: string; error: AppError }
  /** Left out on purpose. */
  | { kind: 'left-out'; path: string; reason: string }

export interface WalkOptions {
  /** Follows symbolic links. Off by default: a link may lead out of the folder, to what nobody meant to send. */
  followLinks?: boolean
  /** Leaves out what begins with a dot. */
  skipHidden?: boolean
}

/**
 * Everything below what a person named, each folder in the order of its names, so that two runs go the same way. One folder gives
 * paths inside it; with several names each folder's own name stands in front, as `cp -r` does it.
 *
 * @param names absolute
 */
export async function* walk(names: readonly string[], options: WalkOptions = {}): AsyncGenerator<Found> {
  for (const name of names) {
    const status = await stat(name).catch((error: NodeJS.ErrnoException) => toUnreadable(error))
    if (status instanceof AppError) yield { kind: 'failed', path: basename(name), error: status }
    else if (status.isDirectory()) yield* walkFolder(name, names.length === 1 ? '' : basename(resolve(name)), options)
    else if (status.isFile()) yield { kind: 'file', path: basename(name), file: name }
    else
      yield { kind: 'failed', path: basename(name), error: new AppError('FILE_UNREADABLE', 'is no file and no folder') }
  }
}

async function* walkFolder(
  folder: string,
  prefix: string,
  options: WalkOptions,
  above: readonly string[] = [],
): AsyncGenerator<Found> {
  const place = await realpath(folder).catch((error: NodeJS.ErrnoException) => toUnreadable(error))
  // Names as bytes: a name that is no UTF-8 would come back as another one.
  const entries =
    place instanceof AppError
      ? place
      : await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch((error) => toUnreadable(error))
  if (entries instanceof AppError || place instanceof AppError) {
    yield {
      kind: 'failed',
      path: prefix === '' ? '.' : prefix,
      error: (entries instanceof AppError ? entries : place) as AppError,
    }
    return
  }
  if (above.includes(place)) {
    yield {
      kind: 'failed',
      path: prefix,
      error: new AppError('FILE_UNREADABLE', 'a link leads back into its own folder'),
    }
    return
  }

  for (const { entry, name, isText } of inOrder(entries)) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    const file = join(folder, name)
    if (!isText) {
      yield { kind: 'failed', path, error: new AppError('FILE_UNREADABLE', 'its name is no UTF-8 text') }
    } else if (options.skipHidden === true && name.startsWith('.')) {
      yield { kind: 'left-out', path, reason: 'hidden' }
    } else if (entry.isDirectory()) {
      yield* walkFolder(file, path, options, [...above, place])
    } else if (entry.isFile()) {
      yield { kind: 'file', path, file }
    } else if (!entry.isSymbolicLink()) {
      yield { kind: 'left-out', path, reason: 'no file: a socket, a pipe or a device' }
    } else if (options.followLinks !== true) {
      yield { kind: 'left-out', path, reason: 'a symbolic link' }
    } else {
      yield* walkLink(file, path, options, [...above, place])
    }
  }
}

async function* walkLink(
  file: string,
  path: string,
  options: WalkOptions,
  above: readonly string[],
): AsyncGenerator<Found> {
  const status = await stat(file).catch((error: NodeJS.ErrnoException) => toUnreadable(error))
  if (status instanceof AppError) yield { kind: 'failed', path, error: status }
  else if (status.isDirectory()) yield* walkFolder(file, path, options, above)
  else if (status.isFile()) yield { kind: 'file', path, file }
  else yield { kind: 'left-out', path, reason: 'no file: a socket, a pipe or a device' }
}

function inOrder(entries: readonly Dirent<Buffer>[]): { entry: Dirent<Buffer>; name: string; isText: boolean }[] {
  return entries
    .toSorted((one, other) => Buffer.compare(one.name, other.name))
    .map((entry) => {
      const name = entry.name.toString('utf8')
      return { entry, name, isText: Buffer.from(name).equals(entry.name) }
    })
}

/** An error of the file system, without the path, which the caller names in its own way. */
export function toUnreadable(error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === undefined) throw error
  if (code === 'ENOENT') return new AppError('FILE_NOT_FOUND', 'there is no such file or folder', { cause: error })
  const reason = REASONS[code] ?? `the system says ${code}`
  return new AppError('FILE_UNREADABLE', reason, { cause: error })
}

const REASONS: Partial<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'a symbolic link that leads to itself',
  ENOTDIR: 'a part of its path is no folder',
  ENAMETOOLONG: 'its path is too long for the system',
}
