import { AppError, type PhotoContentType } from '@photolift/contracts'
import type { KeptPhoto, PhotoSource } from '@photolift/platform'
import { photoName } from './photo-name.js'
import { TaskEntry } from './task-entry.js'

/**
 * A photo on its way, as it is written down: what is needed to go on with it after a kill. Its grant is not: it ends within
 * minutes, and its form carries signatures, which do not lie about in storage.
 */
export interface JournalEntry {
  taskId: string
  pickId: string
  /** Of a held photo: among all that are held. */
  position: number
  name?: string
  /** Under which its file is kept, or was meant to be. */
  file: string
  byteLength: number
  /** Of the kept file, once it was read. */
  contentType?: PhotoContentType
  contentMd5?: string
  /** Once the service has granted it. */
  photoId?: string
  /** All bytes are out, and nobody has confirmed them yet. */
  sent?: true
  /** Waits to be put in order. */
  held?: true
}

/** @param entries in picked order; what is stored, refused or taken out needs no entry */
export function toJournalEntries(entries: readonly TaskEntry[]): JournalEntry[] {
  const held = entries.filter(({ state }) => state === 'held')
  return entries
    .filter(({ isOver }) => !isOver)
    .map((entry) => ({
      ...written(entry),
      // As if they were started now: picks that were mixed by hand are one.
      ...(entry.state === 'held' && { held: true, pickId: held[0]?.pickId ?? '', position: held.indexOf(entry) }),
    }))
}

function written({ record, picked, pickId, position, file, fileSource }: TaskEntry): JournalEntry {
  const { taskId, photoId, uploaded } = record
  const prepared = record.prepared?.source === fileSource ? record.prepared : undefined
  return {
    taskId,
    pickId,
    position,
    file,
    byteLength: fileSource.byteLength,
    ...(picked.name !== undefined && { name: picked.name }),
    ...(prepared !== undefined && { contentType: prepared.contentType, contentMd5: prepared.contentMd5 }),
    ...(photoId !== undefined && { photoId }),
    ...(uploaded !== undefined && { sent: true }),
  }
}

/** A photo that a former run of the app has left. */
export interface FormerPhoto {
  /** Among all that were left. */
  readonly place: number
  readonly entry: JournalEntry
  /** undefined where its file is gone */
  readonly kept: KeptPhoto | undefined
}

/** The photo again, to go on where it was. */
export function toTaskEntry({ place, entry, kept }: FormerPhoto): TaskEntry {
  const { name, contentType, contentMd5, photoId, byteLength } = entry
  const source = kept?.source ?? goneSource(byteLength)
  const picked = { source, localUrl: kept?.localUrl ?? '', ...(name !== undefined && { name }) }
  const task = new TaskEntry(picked, { ...entry, state: entry.held ? 'held' : 'preparing' })
  task.formerPlace = place
  task.record.photoId = photoId
  task.record.inDoubt = photoId
  if (kept !== undefined && contentType !== undefined && contentMd5 !== undefined) {
    const sentName = photoName(name)
    task.record.prepared = { source, contentType, contentMd5, ...(sentName !== undefined && { name: sentName }) }
  }
  return task
}

function goneSource(byteLength: number): PhotoSource {
  const read = async () => {
    throw new AppError('PHOTO_UNREADABLE', 'its file was not kept')
  }
  return { byteLength, slice: read, md5: read }
}
