import type { ErrorCode, Photo } from '@photolift/contracts'
import { createCancelSource, type KeptPhoto, type KeptPhotos } from '@photolift/platform'
import { toAppError } from './app-error.js'
import type { ConfirmBatches } from './confirm-batches.js'
import type { Journal } from './journal.js'
import { type FormerPhoto, type JournalEntry, toTaskEntry } from './journal-entry.js'
import type { TaskEntry } from './task-entry.js'
import type { Resumable } from './uploader.js'

/** What a former run of the app has left, until the person takes it up or drops it. */
export interface Leftovers {
  /** Null where there is nothing to go on with. */
  readonly offer: Resumable | null
  /** To be remembered as long as they are here. */
  readonly entries: readonly JournalEntry[]
  /** Hands over what is offered, to go on; it is not here any more. */
  take(): TaskEntry[]
}

export interface LeftoverDeps {
  journal: Journal
  keptPhotos: KeptPhotos | undefined
  confirmations: ConfirmBatches
  /** Files that the present run keeps. */
  filesInUse: () => readonly string[]
  onLeftoverStored: (photo: Photo) => void
  changed: () => void
}

interface Leftover extends FormerPhoto {
  kept: KeptPhoto | undefined
  /** The service is being asked for it. */
  isAsked: boolean
}

/** Nothing is left to go on with. */
const FORGOTTEN: readonly ErrorCode[] = ['PHOTO_NOT_FOUND', 'PHOTO_DELETED']

/**
 * Photos whose bytes were all out are confirmed without asking the person, and so are those that can have arrived and have no file
 * to be sent again; they are offered only where that does not succeed.
 */
export function createLeftovers(deps: LeftoverDeps): Leftovers {
  const { journal, keptPhotos, confirmations, filesInUse, onLeftoverStored, changed } = deps
  let leftovers: readonly Leftover[] = []
  let isReady = false
  void load()

  async function load(): Promise<void> {
    const former = await journal.former
    leftovers = former.map((entry, place) => ({ place, entry, kept: undefined, isAsked: false }))
    await Promise.all([...leftovers.map(open), sweep()])
    isReady = true
    for (const leftover of leftovers) if (needsNoFile(leftover)) void ask(leftover)
    changed()
  }

  async function open(leftover: Leftover): Promise<void> {
    const { file, byteLength } = leftover.entry
    const kept = await keptPhotos?.open(file)
    // A kill in the middle of a copy leaves a shorter file.
    if (kept?.source.byteLength === byteLength) leftover.kept = kept
  }

  /** Removes files of which no journal knows: a kill came between a photo's end and the removal. */
  async function sweep(): Promise<void> {
    const found = await namesOfKept()
    const known = new Set([...leftovers.map(({ entry }) => entry.file), ...filesInUse()])
    for (const file of found) if (!known.has(file)) void keptPhotos?.remove(file)
  }

  async function namesOfKept(): Promise<string[]> {
    try {
      return (await keptPhotos?.list()) ?? []
    } catch {
      // Safe to ignore: a folder that cannot be listed now is swept at a later start, and what is left goes on all the same.
      return []
    }
  }

  async function ask(leftover: Leftover): Promise<void> {
    const { photoId = '' } = leftover.entry
    leftover.isAsked = true
    try {
      const photo = await confirmations.confirm(photoId, createCancelSource().signal, { isUrgent: true })
      forget(leftover)
      onLeftoverStored(photo)
    } catch (thrown) {
      if (FORGOTTEN.includes(toAppError(thrown).code)) forget(leftover)
      else offer(leftover)
    }
  }

  function offer(leftover: Leftover): void {
    leftover.isAsked = false
    changed()
  }

  function forget(leftover: Leftover): void {
    leftovers = leftovers.filter((other) => other !== leftover)
    void keptPhotos?.remove(leftover.entry.file)
    changed()
  }

  return {
    get offer() {
      return isReady ? toResumable(leftovers.filter(({ isAsked }) => !isAsked)) : null
    },
    get entries() {
      return leftovers.map(({ entry }) => entry)
    },
    take() {
      if (!isReady) return []
      const taken = leftovers.filter(({ isAsked }) => !isAsked)
      leftovers = leftovers.filter(({ isAsked }) => isAsked)
      return taken.map(toTaskEntry)
    },
  }
}

function needsNoFile({ entry: { sent, photoId }, kept }: Leftover): boolean {
  return sent === true || (photoId !== undefined && kept === undefined)
}

function toResumable(offered: readonly Leftover[]): Resumable | null {
  if (offered.length === 0) return null
  return {
    photoCount: offered.length,
    byteLength: offered.reduce((sum, { entry }) => sum + entry.byteLength, 0),
    photos: offered.flatMap(({ entry: { taskId, byteLength }, kept }) =>
      kept === undefined ? [] : [{ taskId, byteLength, localUrl: kept.localUrl }],
    ),
  }
}
