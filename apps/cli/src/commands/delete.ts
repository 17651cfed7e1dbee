import { confirm } from '@inquirer/prompts'
import { AppError } from '@photolift/contracts'
import type { Command } from 'commander'
import pLimit from 'p-limit'
import type { CommandWorld } from '../command-world.js'
import { EXIT } from '../exit-code.js'
import { count } from '../output/amounts.js'
import { printable } from '../output/printable.js'
import { withDatabase } from '../photos/open-database.js'
import { removePhoto } from '../photos/remove-photo.js'
import { isPhotoId, parseId } from '../storage/file-id.js'
import { openForCommand } from '../storage/open-for-command.js'
import type { Storage } from '../storage/storage.js'
import { toErrorText } from '../upload/upload-report.js'

interface DeleteOptions {
  yes?: true
  json?: true
}

export function addDeleteCommand(program: Command, world: CommandWorld): void {
  program
    .command('delete')
    .summary('delete files or photos')
    .description(
      'Deletes for good. Asks first; where nobody can be asked, it needs --yes. What is gone already counts as deleted.',
    )
    .argument('<id...>', 'cloud://…, cos://…, or the id of a photo')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document: deleted, failed')
    .addHelpText(
      'after',
      `
Examples:
  photolift delete cos://photos-1250000000/trips/2026/a.jpg
  photolift delete 5f0cXl2mR8aQ --yes        a photo: its row, its quota and all its objects`,
    )
    .action((ids: string[], options: DeleteOptions) => runDelete(ids, options, world))
}

async function runDelete(ids: string[], { yes, json }: DeleteOptions, world: CommandWorld): Promise<void> {
  const { terminal } = world
  const storage = await openForCommand(world, ids)
  if (yes !== true && !(await isConfirmed(ids, world))) return

  const outcomes = await deleteAll(ids, storage, world)
  const failed = outcomes.filter((outcome) => outcome.error !== undefined)
  const deleted = outcomes.filter((outcome) => outcome.error === undefined)
  if (json === true) {
    terminal.print(JSON.stringify({ deleted: deleted.map(({ id }) => ({ id })), failed }))
  } else {
    for (const { id, error = '' } of failed) terminal.note(`FAILED   ${printable(id)}  ${printable(error)}`)
    terminal.print(`${count(deleted.length, 'file')} deleted, ${failed.length} failed.`)
  }
  if (world.signal.aborted) world.setExitCode(EXIT.stopped)
  else if (failed.length > 0) world.setExitCode(EXIT.someFailed)
}

async function isConfirmed(ids: readonly string[], world: CommandWorld): Promise<boolean> {
  if (!world.terminal.canAsk) {
    world.terminal.note('Nothing was deleted: there is nobody to ask. Say --yes to delete without being asked.')
    world.setExitCode(EXIT.refused)
    return false
  }
  for (const id of ids.slice(0, SHOWN_IDS)) world.terminal.note(printable(id))
  if (ids.length > SHOWN_IDS) world.terminal.note(`… and ${ids.length - SHOWN_IDS} more`)
  const message = `Delete ${count(ids.length, 'file')} for good?`
  const isAgreed = await confirm({ message, default: false }, { output: world.terminal.screen, signal: world.signal })
  if (!isAgreed) world.terminal.note('Nothing was deleted.')
  return isAgreed
}

const SHOWN_IDS = 20

async function deleteAll(ids: readonly string[], storage: Storage, world: CommandWorld) {
  const removeEach = (removeById: (photoId: string) => Promise<void>) =>
    pLimit(PARALLEL).map(ids, async (id) => {
      // What has not begun when Ctrl-C comes stays.
      if (world.signal.aborted) return { id, error: toErrorText(new AppError('CANCELLED', 'stopped, not deleted')) }
      try {
        await deleteOne(id, storage, removeById)
        return { id }
      } catch (error) {
        return { id, error: toErrorText(error) }
      }
    })
  if (!ids.some(isPhotoId)) return removeEach(async () => {})
  return withDatabase(world, (database) => removeEach((photoId) => removePhoto(database, storage.store, photoId)))
}

const PARALLEL = 6

async function deleteOne(id: string, storage: Storage, removeById: (photoId: string) => Promise<void>): Promise<void> {
  const given = parseId(id)
  if (given.kind === 'photo') return removeById(given.photoId)
  const key = storage.keyOf(given)
  // A row would go on naming an object that is gone.
  if (/^(photos|incoming)\/[^/]+\/[^/]+\/[^/]+$/.test(key)) {
    throw new AppError('REQUEST_INVALID', 'this is the object of a photo: delete the photo by its id')
  }
  await storage.store.deleteMany([key])
}
