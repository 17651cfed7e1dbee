import { AppError, INGESTS_PER_CALL, type Ingest } from '@photolift/contracts'
import { type CancelSource, createCancelSource } from '@photolift/platform'
import { toAppError } from '../app-error.js'
import type { Patience } from '../patience.js'
import type { ServiceCalls } from '../service-calls.js'
import type { MediaEntry } from './media-entry.js'
import type { MediaService } from './media-service.js'

export interface HomecomingDeps {
  service: MediaService
  calls: ServiceCalls
  patience: Patience
  /** Those that WeChat has and the service has to fetch, in picked order, unwanted ones with an ingest among them. */
  due: () => readonly MediaEntry[]
  settle: (entry: MediaEntry, ingest: Ingest) => void
  fail: (entry: MediaEntry, error: AppError) => void
}

/** Once the service is fetching: most pictures take it a second or two. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

/** Has the service fetch what WeChat has: tells it the ids, in picked order, and asks after each until it is stored or is not. */
export function createHomecomings(deps: HomecomingDeps): { begin(): void } {
  const { service, calls, patience, due, settle, fail } = deps
  let isAtWork = false
  let pause: CancelSource = createCancelSource()

  async function work(): Promise<void> {
    isAtWork = true
    try {
      let quietRounds = 0
      while (due().length > 0) {
        const pickId = due().find(({ ingestId }) => ingestId === undefined)?.pickId
        if (pickId === undefined) {
          await rest(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** quietRounds))
          if (hasNew()) continue
          quietRounds = (await askAll()) ? 0 : quietRounds + 1
        } else {
          await tell(pickId)
          quietRounds = 0
        }
      }
    } finally {
      // In the same turn as the last look, so that no begin() falls in between.
      isAtWork = false
    }
  }

  function hasNew(): boolean {
    return due().some(({ ingestId }) => ingestId === undefined)
  }

  function isDue(entry: MediaEntry): boolean {
    return due().includes(entry)
  }

  async function rest(ms: number): Promise<void> {
    pause = createCancelSource()
    // Ended early where a new id has come.
    await patience.sleepUntilReturn(ms, pause.signal).catch(() => {})
  }

  async function tell(pickId: string): Promise<void> {
    const batch = due()
      .filter((entry) => entry.pickId === pickId && entry.ingestId === undefined)
      .slice(0, INGESTS_PER_CALL)
    const mediaIds = batch.map(({ mediaId = '' }) => mediaId)
    try {
      const { ingests } = await calls.call(
        () => service.ingest(pickId, mediaIds),
        () => batch.some(isDue),
      )
      batch.forEach((entry, index) => {
        const ingest = ingests[index]
        if (ingest === undefined) fail(entry, new AppError('INTERNAL', 'the service left out an ingest'))
        else settle(entry, ingest)
      })
    } catch (thrown) {
      for (const entry of batch.filter(isDue)) fail(entry, toAppError(thrown))
    }
  }

  /** @returns whether anything has ended */
  async function askAll(): Promise<boolean> {
    let hasMoved = false
    for (const entry of due().filter(({ ingestId }) => ingestId !== undefined)) {
      if (hasNew()) return true
      try {
        const ingest = await calls.call(
          () => service.ingestState(entry.ingestId ?? ''),
          () => isDue(entry),
        )
        hasMoved ||= ingest.state !== 'pending'
        settle(entry, ingest)
      } catch (thrown) {
        hasMoved = true
        if (isDue(entry)) fail(entry, toAppError(thrown))
      }
    }
    return hasMoved
  }

  return {
    begin() {
      pause.cancel()
      if (!isAtWork) void work()
    },
  }
}
