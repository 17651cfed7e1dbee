import { AppError, ERRORS } from '@photolift/contracts'
import { toAppError } from '../app-error.js'
import type { Patience } from '../patience.js'
import type { TaskEvent } from '../task-machine.js'
import type { MediaEntry } from './media-entry.js'

export interface HandOverDeps {
  patience: Patience
  maxTries: number
  /** Waiting and not taken out, in picked order. */
  waiting: () => readonly MediaEntry[]
  apply: (entry: MediaEntry, event: TaskEvent) => boolean
  fail: (entry: MediaEntry, error: AppError) => void
  /** WeChat has one more, whether it is still wanted or not. */
  handed: (entry: MediaEntry) => void
}

/** Gives photos to WeChat, one at a time as the JS-SDK demands. A failure goes behind the others, and never stops them. */
export function createHandOvers(deps: HandOverDeps): { begin(): void } {
  const { patience, maxTries, waiting, apply, fail, handed } = deps
  let isAtWork = false

  async function work(): Promise<void> {
    isAtWork = true
    try {
      for (let entry = next(); entry !== undefined; entry = next()) await handOver(entry)
    } finally {
      isAtWork = false
    }
  }

  function next(): MediaEntry | undefined {
    return [...waiting()].sort((a, b) => a.tries - b.tries)[0]
  }

  async function handOver(entry: MediaEntry): Promise<void> {
    if (entry.mediaId !== undefined) return passOn(entry)
    if (entry.tries > 0) await patience.sleepUntilReturn(patience.backoffMs(entry.tries))
    await patience.untilFree()
    if (!waiting().includes(entry)) return
    apply(entry, 'sending')
    entry.tries += 1
    try {
      if (entry.picked === undefined) throw new AppError('PHOTO_UNREADABLE', 'the page that chose it is gone')
      entry.mediaId = await entry.picked.handOver()
    } catch (thrown) {
      // Paused or taken out meanwhile: nobody waits for this try.
      if (entry.removed || entry.state !== 'uploading') return
      const error = toAppError(thrown)
      if (ERRORS[error.code].retry === 'later' && entry.tries < maxTries) apply(entry, 'sendAgain')
      else fail(entry, error)
      return
    }
    if (!entry.removed && entry.state === 'uploading') passOn(entry)
    else handed(entry)
  }

  function passOn(entry: MediaEntry): void {
    apply(entry, 'sent')
    handed(entry)
  }

  return {
    begin() {
      if (!isAtWork) void work()
    },
  }
}
