import type { PhotoList } from './photo-list.js'

/** `renewing`: its link did not work and a new one is on its way · `broken`: the new one did not work either */
export type PictureState = 'shown' | 'renewing' | 'broken'

/** Answers pictures that do not load: one renewal of their links, then a quiet placeholder until someone asks again. */
export interface PictureRepairs {
  stateOf(photoId: string): PictureState
  /** The platform could not show the picture. */
  failed(photoId: string): void
  /** Someone taps the placeholder. */
  retry(photoId: string): void
  /** Gives every picture a new chance. */
  reset(): void
}

export function createPictureRepairs(
  list: Pick<PhotoList, 'renewLinks' | 'snapshot'>,
  onChange: () => void,
): PictureRepairs {
  const states = new Map<string, PictureState>()
  /** Pictures fail by the screenful: one renewal answers for all that failed while the one before was running. */
  let waiting = new Set<string>()
  let running = false

  function renew(photoId: string): void {
    states.set(photoId, 'renewing')
    waiting.add(photoId)
    onChange()
    if (!running) void renewWaiting()
  }

  async function renewWaiting(): Promise<void> {
    running = true
    try {
      while (waiting.size > 0) {
        // A turn later, the other pictures of this screenful have failed too.
        await Promise.resolve()
        const photoIds = [...waiting]
        waiting = new Set()
        await list.renewLinks(photoIds, { evenFresh: true })
        const outcome: PictureState = list.snapshot().errorCode === null ? 'shown' : 'broken'
        for (const photoId of photoIds) if (states.get(photoId) === 'renewing') states.set(photoId, outcome)
        onChange()
      }
    } finally {
      running = false
    }
  }

  return {
    stateOf: (photoId) => states.get(photoId) ?? 'shown',
    failed(photoId) {
      const state = states.get(photoId)
      if (state === undefined) return renew(photoId)
      if (state !== 'shown') return
      states.set(photoId, 'broken')
      onChange()
    },
    retry: renew,
    reset() {
      if (states.size === 0) return
      states.clear()
      onChange()
    },
  }
}
