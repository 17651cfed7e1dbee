import type { PhotoList } from './photo-list.js'

export interface PictureState {
  /** `renewing`: its link did not work and a new one is on its way · `broken`: the new one did not work either */
  phase: 'shown' | 'renewing' | 'broken'
  /** Grows with each new try: the link may still read the same, so the picture has to be put in anew. */
  attempt: number
}

const FIRST_TRY: PictureState = { phase: 'shown', attempt: 0 }

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

  function stateOf(photoId: string): PictureState {
    return states.get(photoId) ?? FIRST_TRY
  }

  function renew(photoId: string): void {
    states.set(photoId, { ...stateOf(photoId), phase: 'renewing' })
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
        const phase = list.snapshot().errorCode === null ? 'shown' : 'broken'
        for (const photoId of photoIds) {
          const { attempt } = stateOf(photoId)
          if (states.has(photoId)) states.set(photoId, { phase, attempt: attempt + 1 })
        }
        onChange()
      }
    } finally {
      running = false
    }
  }

  return {
    stateOf,
    failed(photoId) {
      const { phase, attempt } = stateOf(photoId)
      if (phase !== 'shown') return
      if (attempt === 0) return renew(photoId)
      states.set(photoId, { phase: 'broken', attempt })
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
