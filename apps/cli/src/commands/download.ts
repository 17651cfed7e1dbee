import { stat } from 'node:fs/promises'
import { posix, resolve } from 'node:path'
import { AppError } from '@photolift/contracts'
import { type Command, InvalidArgumentError } from 'commander'
import pLimit from 'p-limit'
import type { CommandWorld } from '../command-world.js'
import { chooseNames } from '../download/choose-names.js'
import { downloadFile } from '../download/download-file.js'
import { withMark } from '../download/safe-name.js'
import { EXIT } from '../exit-code.js'
import { count } from '../output/amounts.js'
import { createDownloadDisplay } from '../output/download-display.js'
import { printable } from '../output/printable.js'
import { withDatabase } from '../photos/open-database.js'
import { findPhotos, type PhotoSearch } from '../photos/photo-rows.js'
import { parseSince } from '../photos/since.js'
import { openForCommand } from '../storage/open-for-command.js'
import { type ResolvedId, resolveIds } from '../storage/resolve-ids.js'
import type { Storage } from '../storage/storage.js'
import { isCancelled, toErrorText } from '../upload/upload-report.js'

interface DownloadOptions extends PhotoSearch {
  output?: string
  to?: string
  photos?: true
  parallel: number
  json?: true
}

export function addDownloadCommand(program: Command, world: CommandWorld): void {
  program
    .command('download')
    .summary("get files, or everybody's photos")
    .description(
      'Gets files by their ids, or the photos of the service’s users. A download that was cut goes on where it ended; what is here already is not fetched again.',
    )
    .argument('[id...]', 'cloud://…, cos://…, or the id of a photo')
    .option('--output <file>', 'where to put the one file that is named')
    .option('--to <folder>', 'where to put several', '.')
    .option('--photos', 'all photos of all people')
    .option('--user <id>', 'photos of this person: a userId or an openid')
    .option('--since <when>', 'photos picked since: 2026-11-20, 12h, 3d', (text) => parseSince(text))
    .option('--parallel <n>', 'files under way at once', parseParallel, 4)
    .option('--json', 'print one JSON document: downloaded, skipped, failed')
    .addHelpText(
      'after',
      `
Examples:
  photolift download cos://photos-1250000000/trips/2026/a.jpg --output a.jpg
  photolift download --since 2026-11-20 --to ./collected
  photolift download --user oEmulated-ming --to ./ming`,
    )
    .action((ids: string[], options: DownloadOptions) => runDownload(ids, options, world))
}

async function runDownload(ids: string[], options: DownloadOptions, world: CommandWorld): Promise<void> {
  const { terminal, signal } = world
  const wantsPhotos = options.photos === true || options.user !== undefined || options.since !== undefined
  if (wantsPhotos === ids.length > 0) {
    throw new AppError('REQUEST_INVALID', 'give ids, or one of --photos, --user and --since')
  }
  if (options.output !== undefined && ids.length !== 1) {
    throw new AppError('REQUEST_INVALID', '--output is for one id; several files go --to a folder')
  }
  const storage = await openForCommand(world, ids)
  const wanted = wantsPhotos ? await photosOf(options, storage, world) : await resolveIds(ids, storage, world)
  const files = await withTargets(
    wanted.filter((one) => 'key' in one),
    options,
    world,
  )

  const display = createDownloadDisplay(world, options.json === true)
  const outcomes = await pLimit(options.parallel).map(files, async ({ target, ...file }) => {
    const { id, key, fileId, photo } = file
    display.start(target)
    try {
      signal.throwIfAborted()
      const kind = await downloadFile(
        { key, fileId, target, md5: photo?.contentMd5, byteLength: photo?.byteLength },
        {
          store: storage.store,
          signal,
          onProgress: (here, byteLength) => display.advance(target, here, byteLength),
          onRetry: (reason) => display.retry(target, reason),
        },
      )
      display.finish(target, kind)
      return { id, path: target, kind }
    } catch (error) {
      const text = toErrorText(signal.aborted ? new AppError('CANCELLED', 'stopped before it was here') : error)
      if (!signal.aborted) display.finish(target, 'failed', text)
      return { id, path: target, kind: 'failed' as const, error: text }
    }
  })
  display.end()

  const failed = [
    ...wanted.filter((one) => 'error' in one).map(({ id, error }) => ({ id, error: toErrorText(error) })),
    ...outcomes.filter(({ kind }) => kind === 'failed').map(({ id, error = '' }) => ({ id, error })),
  ]
  const of = (wantedKind: string) =>
    outcomes.filter(({ kind }) => kind === wantedKind).map(({ id, path }) => ({ id, path }))
  const report = { downloaded: of('downloaded'), skipped: of('skipped'), failed }
  if (options.json === true) terminal.print(JSON.stringify(report))
  else {
    const failures = failed.filter(({ error }) => !isCancelled(error))
    for (const { id, error } of failures) terminal.print(`FAILED   ${printable(id)}  ${printable(error)}`)
    const { downloaded, skipped } = report
    const left = count(failed.length - failures.length, 'file')
    const stopped = signal.aborted ? ` Stopped with ${left} left: the next run goes on from here.` : ''
    terminal.print(
      `${count(downloaded.length, 'file')} here, ${skipped.length} were already, ${failures.length} failed.${stopped}`,
    )
  }
  if (signal.aborted) world.setExitCode(EXIT.stopped)
  else if (failed.length > 0) world.setExitCode(EXIT.someFailed)
}

async function photosOf({ user, since }: PhotoSearch, storage: Storage, world: CommandWorld): Promise<ResolvedId[]> {
  const photos = await withDatabase(world, (database) => findPhotos(database, { user, since }))
  return photos.map((photo) => ({
    id: photo.photoId,
    key: photo.finalKey,
    fileId: storage.fileId(photo.finalKey),
    photo,
  }))
}

/** Where each file goes. Names come from people's phones and from keys: none of them leads out of the folder. */
async function withTargets(
  files: readonly ResolvedId[],
  { output, to = '.' }: DownloadOptions,
  { folder }: CommandWorld,
): Promise<(ResolvedId & { target: string })[]> {
  if (output !== undefined) return files.map((file) => ({ ...file, target: resolve(folder, output) }))
  const names = chooseNames(
    files.map(({ key, photo }) =>
      photo === undefined
        ? { name: posix.basename(key), mark: 'another' }
        : { name: photo.name ?? `${photo.photoId}${extensionOf(photo.contentType)}`, mark: photo.photoId },
    ),
  )
  return Promise.all(
    files.map(async (file, index) => {
      const name = names[index] as string
      const target = resolve(folder, to, name)
      const { photo } = file
      // An earlier run, with other dates, has given this name to another photo.
      const isTaken = photo !== undefined && ((await sizeOf(target)) ?? photo.byteLength) !== photo.byteLength
      return { ...file, target: isTaken ? resolve(folder, to, withMark(name, photo.photoId)) : target }
    }),
  )
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  )
}

/** For a photo whose phone gave it no name. */
function extensionOf(contentType: string): string {
  return `.${contentType.replace(/^image\//, '').replace('jpeg', 'jpg')}`
}

function parseParallel(text: string): number {
  const parallel = Number(text)
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= 32) return parallel
  throw new InvalidArgumentError('It is a whole number from 1 to 32.')
}
