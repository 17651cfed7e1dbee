import { AppError, ERRORS, type ErrorCode } from '@photolift/contracts'
import { type CancelSignal, type Clock, createCancelSource } from '@photolift/platform'
import { toAppError } from './app-error.js'
import type { Patience } from './patience.js'

/**
 * Calls the service with patience. An absent service is waited for, as an absent network is, for as long as somebody wants
 * the answer; one that answers with a failure of its own is asked again a few times.
 */
export interface ServiceCalls {
  /**
   * @param wanted asked before each try; once it says no, the call is CANCELLED
   * @throws AppError
   */
  call<T>(send: () => Promise<T>, wanted: () => boolean): Promise<T>
  /** Ends waits on behalf of nobody; to be called whenever a photo's state changed. */
  consider(): void
  /** The next try of whatever waits for the service now. */
  readonly waiting: ServiceWait | null
}

export interface ServiceWait {
  readonly reason: 'service' | 'rate-limit'
  /** On the engine's clock. */
  readonly until: number
}

export interface ServiceCallsDeps {
  clock: Clock
  patience: Patience
  maxTries: number
  onWaitingChange: () => void
}

/** Failures in which nobody was heard. */
const UNANSWERED: readonly ErrorCode[] = [
  'NETWORK_LOST',
  'NETWORK_TIMEOUT',
  'NETWORK_INTERRUPTED',
  'SERVICE_UNREACHABLE',
]

/** Failures that are no verdict of the service on the call. */
const ABSENCES: readonly ErrorCode[] = [...UNANSWERED, 'NOT_READY', 'RATE_LIMITED']

const QUICK_STEPS_LEFT_OUT = 3

/** Where a 429 comes without Retry-After. */
const DEFAULT_RATE_LIMIT_SECONDS = 60

export function createServiceCalls({ clock, patience, maxTries, onWaitingChange }: ServiceCallsDeps): ServiceCalls {
  const waits = new Set<ServiceWait>()
  const underWay = new Set<{ wanted(): boolean; giveUp(): void }>()

  /**
   * One failure may be chance. From the second on the service is away, for all phones: retries that come quickly would pile up
   * on one another and on first calls when it is back.
   */
  function backoffMs(failures: number): number {
    return patience.backoffMs(failures === 1 ? 1 : failures + QUICK_STEPS_LEFT_OUT)
  }

  async function waitFor(wait: ServiceWait, sleep: (ms: number) => Promise<void>): Promise<void> {
    waits.add(wait)
    onWaitingChange()
    try {
      await sleep(wait.until - clock.now())
    } finally {
      waits.delete(wait)
      onWaitingChange()
    }
  }

  /** @param signal ends the waits between tries; a try under way is left to its end */
  async function tryUntilAnswered<T>(send: () => Promise<T>, wanted: () => boolean, signal: CancelSignal): Promise<T> {
    let verdicts = 0
    for (let failures = 1; ; failures++) {
      await patience.untilFree(signal)
      if (!wanted()) throw new AppError('CANCELLED', 'nobody wants the answer any more')
      const mark = patience.mark()
      try {
        return await send()
      } catch (thrown) {
        const error = toAppError(thrown)
        if (ERRORS[error.code].retry !== 'later') throw error
        if (!ABSENCES.includes(error.code) && ++verdicts >= maxTries) throw error
        // The person sees why the phone failed; the service is not to blame.
        if (!(patience.excuses(error, mark) && patience.explains(mark))) await afterFailure(error, failures, signal)
      }
    }
  }

  async function afterFailure(error: AppError, failures: number, signal: CancelSignal): Promise<void> {
    const isLimit = error.code === 'RATE_LIMITED'
    const askedForMs = (error.retryAfterSeconds ?? (isLimit ? DEFAULT_RATE_LIMIT_SECONDS : 0)) * 1_000
    const waitMs = Math.max(isLimit ? 0 : backoffMs(failures), askedForMs && patience.atLeastMs(askedForMs))
    await waitFor({ reason: isLimit ? 'rate-limit' : 'service', until: clock.now() + waitMs }, (ms) =>
      // Where nothing answered, the network may have been the reason: its return is worth a try.
      UNANSWERED.includes(error.code) ? patience.sleepUntilReturn(ms, signal) : patience.sleep(ms, signal),
    )
  }

  return {
    get waiting() {
      return [...waits].sort((a, b) => a.until - b.until)[0] ?? null
    },
    async call(send, wanted) {
      const { signal, cancel } = createCancelSource()
      const entry = { wanted, giveUp: cancel }
      underWay.add(entry)
      try {
        return await tryUntilAnswered(send, wanted, signal)
      } finally {
        underWay.delete(entry)
      }
    },
    consider() {
      for (const { wanted, giveUp } of underWay) if (!wanted()) giveUp()
    },
  }
}
