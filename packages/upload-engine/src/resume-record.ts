import type { KeyValueStore } from '@photolift/platform'

/**
 * Remembers, over a kill of the app, the photos whose bytes are all out and which the service has not confirmed yet: they
 * can be finished without their files. Resuming transfers themselves will need more than ids here.
 */
export interface ResumeRecord {
  add(photoId: string): void
  remove(photoId: string): void
  /** What a former run of the app left behind. */
  leftovers(): Promise<readonly string[]>
}

const KEY = 'photolift.unconfirmed-photos'

export function createResumeRecord(store: KeyValueStore): ResumeRecord {
  const photoIds = new Set<string>()
  const leftovers = load(store).then((found) => {
    for (const photoId of found) photoIds.add(photoId)
    return found
  })
  let lastSave: Promise<void> = Promise.resolve()
  let isSaveDue = false

  /** Many changes in a row are written once. */
  function save(): void {
    if (isSaveDue) return
    isSaveDue = true
    lastSave = Promise.all([leftovers, lastSave]).then(async () => {
      isSaveDue = false
      await write([...photoIds])
    })
  }

  async function write(ids: string[]): Promise<void> {
    try {
      await (ids.length === 0 ? store.remove(KEY) : store.set(KEY, JSON.stringify(ids)))
    } catch {
      // Safe to ignore: the record helps after a kill only, and a full storage must not stop an upload.
    }
  }

  return {
    add(photoId) {
      photoIds.add(photoId)
      save()
    },
    remove(photoId) {
      if (photoIds.delete(photoId)) save()
    },
    leftovers: () => leftovers,
  }
}

async function load(store: KeyValueStore): Promise<string[]> {
  try {
    const ids: unknown = JSON.parse((await store.get(KEY)) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    // Safe to ignore: an unreadable record is as good as none, and the next one replaces it.
    return []
  }
}
