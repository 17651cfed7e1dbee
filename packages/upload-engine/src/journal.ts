import type { KeyValueStore } from '@photolift/platform'
import type { JournalEntry } from './journal-entry.js'
import { createTwoCopies } from './two-copies.js'

/** Remembers photos on their way over a kill of the app. */
export interface Journal {
  /** What a former run has left, in picked order. */
  readonly former: Promise<readonly JournalEntry[]>
  /** The last write failed: what is not there now may not be there after a kill. */
  readonly isFailing: boolean
  /** To be called whenever something may have changed; written soon, and many changes once. */
  changed(): void
}

export interface JournalDeps {
  store: KeyValueStore
  /** All that is to be remembered now, in picked order. */
  read: () => readonly JournalEntry[]
  onFailingChange: () => void
}

const KEY = 'photolift.journal'

/** So that a photo's change does not write all of a thousand photos again; they are small enough for 1 MB a key, too. */
const CHUNK_COUNT = 8

interface Numbered {
  /** Counts picks, over runs. */
  pick: number
  entry: JournalEntry
}

export function createJournal({ store, read, onFailingChange }: JournalDeps): Journal {
  const chunks = Array.from({ length: CHUNK_COUNT }, (_, chunk) => createTwoCopies(store, `${KEY}.${chunk}`))
  const pickNumbers = new Map<string, number>()
  let isSaveDue = false
  let isFailing = false

  const former = load()
  let lastSave: Promise<unknown> = former

  async function load(): Promise<JournalEntry[]> {
    const texts = await Promise.all(chunks.map((chunk) => chunk.read()))
    const found = texts.flatMap((text) => (text === '' ? [] : (JSON.parse(text) as Numbered[])))
    found.sort((a, b) => a.pick - b.pick || a.entry.position - b.entry.position)
    for (const { pick, entry } of found) pickNumbers.set(entry.pickId, pick)
    return found.map(({ entry }) => entry)
  }

  function numberOf(pickId: string): number {
    const pick = pickNumbers.get(pickId) ?? Math.max(0, ...pickNumbers.values()) + 1
    pickNumbers.set(pickId, pick)
    return pick
  }

  async function save(): Promise<void> {
    isSaveDue = false
    const entries = read().map((entry): Numbered => ({ pick: numberOf(entry.pickId), entry }))
    const writes = chunks.map((chunk, index) => {
      const own = entries.filter(({ entry }) => chunkOf(entry.taskId) === index)
      return chunk.write(own.length === 0 ? '' : JSON.stringify(own))
    })
    const outcomes = await Promise.allSettled(writes)
    // A full storage does not stop an upload: the journal helps after a kill only, and the next change tries again.
    const fails = outcomes.some(({ status }) => status === 'rejected')
    if (fails === isFailing) return
    isFailing = fails
    onFailingChange()
  }

  return {
    former,
    get isFailing() {
      return isFailing
    },
    changed() {
      if (isSaveDue) return
      isSaveDue = true
      lastSave = lastSave.then(save)
    },
  }
}

/** Always the same for a photo, whatever becomes of the others. */
function chunkOf(taskId: string): number {
  return taskId.charCodeAt(taskId.length - 1) % CHUNK_COUNT
}
