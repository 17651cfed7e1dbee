import type { KeptPhotos, PhotoSource } from '@photolift/platform'
import type { TaskEntry } from './task-entry.js'
import type { TaskList } from './task-list.js'

/**
 * Keeps files of photos on their way where they outlive the app: one copy at a time, in picked order, beside the uploads, which do
 * not wait for it and go on without it. What does not fit is tried again as soon as another photo has left.
 */
export interface Keeper {
  keep(entry: TaskEntry): void
  /**
   * Keeps what was made of a picked photo in its place, before others; comes back when it is there, or has no room.
   * @param keptAs where it is a kept file already
   */
  keepMade(entry: TaskEntry, made: PhotoSource, keptAs?: string): Promise<void>
  /** The photo is stored, refused or taken out. */
  release(entry: TaskEntry): void
}

export interface KeeperDeps {
  /** Without it nothing is kept. */
  keptPhotos: KeptPhotos | undefined
  list: TaskList
  changed: () => void
}

interface Copy {
  file: string
  source: PhotoSource
  isKept: boolean
}

export function createKeeper({ keptPhotos, list, changed }: KeeperDeps): Keeper {
  let lastCopy: Promise<void> = Promise.resolve()

  async function copy(entry: TaskEntry, file: string, source: PhotoSource): Promise<void> {
    if (isNeeded(entry, source)) await settle(entry, { file, source, isKept: await isKeptAs(file, source) })
  }

  /** What was picked is of no use any more once something made of it is kept. */
  function isNeeded({ isOver, picked, fileSource }: TaskEntry, source: PhotoSource): boolean {
    return !isOver && (source !== picked.source || fileSource === source)
  }

  async function settle(entry: TaskEntry, { file, source, isKept }: Copy): Promise<void> {
    if (!isNeeded(entry, source)) return keptPhotos?.remove(file)
    if (isKept) {
      entry.file = file
      entry.fileSource = source
    }
    entry.isUnkept = !isKept
    changed()
  }

  async function isKeptAs(file: string, source: PhotoSource): Promise<boolean> {
    try {
      await keptPhotos?.keep(file, source)
      return keptPhotos !== undefined
    } catch {
      // No room, or gone already: the photo goes on from where it is, and the screen counts it.
      return false
    }
  }

  function keep(entry: TaskEntry): void {
    const { file, picked } = entry
    lastCopy = lastCopy.then(() => copy(entry, file, picked.source))
  }

  async function remove(file: string): Promise<void> {
    await keptPhotos?.remove(file)
    const next = list.entries.find(({ isUnkept, isOver }) => isUnkept && !isOver)
    if (next !== undefined) keep(next)
  }

  return {
    keep,
    async keepMade(entry, made, keptAs) {
      const original = entry.file
      if (keptAs === undefined) await copy(entry, `made-${original}`, made)
      else await settle(entry, { file: keptAs, source: made, isKept: true })
      if (entry.file !== original) await remove(original)
    },
    release: (entry) => void remove(entry.file),
  }
}
