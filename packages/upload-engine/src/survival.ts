import type { Photo } from '@photolift/contracts'
import type { KeptPhotos, KeyValueStore } from '@photolift/platform'
import type { ConfirmBatches } from './confirm-batches.js'
import { createJournal } from './journal.js'
import { toJournalEntries } from './journal-entry.js'
import { createKeeper, type Keeper } from './keeper.js'
import { createLeftovers, type Leftovers } from './leftovers.js'
import type { TaskEntry } from './task-entry.js'
import type { TaskList } from './task-list.js'

/** What lets photos survive a kill of the app: their files, the journal, and what was left the last time. */
export interface Survival {
  readonly keeper: Keeper
  readonly leftovers: Leftovers
  /** Photos on their way that no kill may hit. */
  unkeptCount(): number
  /** To be called whenever a photo's state changed. */
  consider(): void
}

export interface SurvivalDeps {
  store: KeyValueStore
  keptPhotos: KeptPhotos | undefined
  list: TaskList
  confirmations: ConfirmBatches
  onLeftoverStored: (photo: Photo) => void
  changed: () => void
}

export function createSurvival({ store, keptPhotos, list, confirmations, ...deps }: SurvivalDeps): Survival {
  const { onLeftoverStored, changed } = deps
  const journal = createJournal({ store, read: remembered, onFailingChange: changed })
  const leftovers = createLeftovers({ journal, keptPhotos, confirmations, filesInUse, onLeftoverStored, changed })

  /** Without kept files a later run can go on only with what needs none. */
  function remembered() {
    const present = toJournalEntries(list.entries).filter(({ sent }) => sent || keptPhotos !== undefined)
    return [...leftovers.entries, ...present]
  }

  function filesInUse(): string[] {
    return list.entries.map(({ file }) => file)
  }

  function isAtRisk({ isOver, isUnkept, record }: TaskEntry): boolean {
    return !isOver && record.uploaded === undefined && (isUnkept || journal.isFailing)
  }

  return {
    keeper: createKeeper({ keptPhotos, list, changed }),
    leftovers,
    unkeptCount: () => list.entries.filter(isAtRisk).length,
    consider: journal.changed,
  }
}
