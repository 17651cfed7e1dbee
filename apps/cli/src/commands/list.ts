import { AppError } from '@photolift/contracts'
import type { Command } from 'commander'
import type { CommandWorld } from '../command-world.js'
import { printable } from '../output/printable.js'
import { withDatabase } from '../photos/open-database.js'
import { findPhotos, type PhotoSearch } from '../photos/photo-rows.js'
import { parseSince } from '../photos/since.js'
import { openForCommand } from '../storage/open-for-command.js'
import type { Storage } from '../storage/storage.js'

interface ListOptions extends PhotoSearch {
  photos?: true
  json?: true
}

export function addListCommand(program: Command, world: CommandWorld): void {
  program
    .command('list')
    .summary("list what is stored, or everybody's photos")
    .description(
      "Lists the files of the storage; with --photos, --user or --since the photos of the service's users, from its database.",
    )
    .argument('[prefix]', 'only files whose names begin so', '')
    .option('--photos', 'photos instead of files')
    .option('--user <id>', 'photos of this person: a userId or an openid')
    .option('--since <when>', 'photos picked since: 2026-11-20, 12h, 3d', (text) => parseSince(text))
    .option('--json', 'print one JSON document: files, or photos')
    .addHelpText(
      'after',
      `
Examples:
  photolift list trips/2026/
  photolift list --photos --since 3d --json
  photolift list --user oEmulated-ming`,
    )
    .action((prefix: string, options: ListOptions) =>
      options.photos === true || options.user !== undefined || options.since !== undefined
        ? listPhotos(prefix, options, world)
        : listFiles(prefix, options, world),
    )
}

async function listPhotos(prefix: string, { user, since, json }: ListOptions, world: CommandWorld): Promise<void> {
  const { terminal } = world
  if (prefix !== '') throw new AppError('REQUEST_INVALID', 'a prefix is for files: photos have none')
  const storage = await openForCommand(world)
  const photos = await withDatabase(world, (database) => findPhotos(database, { user, since }))
  const shown = photos.map(({ photoId, userId, openid, name, byteLength, contentType, createdAt, finalKey }) => ({
    photoId,
    userId,
    openid,
    name,
    byteLength,
    contentType,
    createdAt: new Date(createdAt).toISOString(),
    fileId: storage.fileId(finalKey),
  }))
  if (json === true) return terminal.print(JSON.stringify({ photos: shown }))
  for (const { photoId, userId, name, byteLength, createdAt } of shown) {
    terminal.print([createdAt, photoId, userId, byteLength, printable(name ?? '')].join('\t'))
  }
}

/** Into a pipe page by page, so that a bucket of a million files needs no memory for them. */
async function listFiles(prefix: string, { json }: ListOptions, world: CommandWorld): Promise<void> {
  const { terminal } = world
  const storage = await openForCommand(world)
  const files: object[] = []
  for await (const { key, byteLength, lastModifiedAt } of storedObjects(storage, prefix, world.signal)) {
    const fileId = storage.fileId(key)
    const modifiedAt = lastModifiedAt.toISOString()
    if (json === true) files.push({ key, fileId, byteLength, lastModifiedAt: modifiedAt })
    else terminal.print([modifiedAt, byteLength, printable(fileId)].join('\t'))
  }
  if (json === true) terminal.print(JSON.stringify({ files }))
}

async function* storedObjects({ store }: Storage, prefix: string, signal: AbortSignal) {
  let startAfter: string | undefined
  do {
    signal.throwIfAborted()
    const page = await store.list({ prefix, ...(startAfter !== undefined && { startAfter }) })
    yield* page.objects
    startAfter = page.next
  } while (startAfter !== undefined)
}
