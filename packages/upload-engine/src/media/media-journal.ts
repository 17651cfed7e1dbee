import type { KeyValueStore } from '@photolift/platform'
import type { MediaRecord } from './media-entry.js'

/** Remembers media ids over a reload. */
export interface MediaJournal {
  /** What an earlier run has left. */
  readonly former: Promise<MediaRecord[]>
  readonly isFailing: boolean
  changed(): void
}

const KEY = 'photolift.media'

export function createMediaJournal(store: KeyValueStore, read: () => MediaRecord[]): MediaJournal {
  let written = '[]'
  let isFailing = false
  const former = load()
  let lastSave: Promise<unknown> = former

  async function load(): Promise<MediaRecord[]> {
    try {
      written = (await store.get(KEY)) ?? '[]'
      return JSON.parse(written) as MediaRecord[]
    } catch {
      // Half a text helps nobody; the pictures can be chosen again.
      return []
    }
  }

  async function save(): Promise<void> {
    const text = JSON.stringify(read())
    if (text === written) return
    try {
      await store.set(KEY, text)
      written = text
      isFailing = false
    } catch {
      // A full storage stops no upload: the next change tries again, and `isFailing` tells the person.
      isFailing = true
    }
  }

  return {
    former,
    get isFailing() {
      return isFailing
    },
    changed() {
      lastSave = lastSave.then(save)
    },
  }
}
