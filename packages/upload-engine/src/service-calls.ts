import { AppError, ERRORS, type ErrorCode } from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
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
  call<T>(send: () => Promise<T>, wanted?: () => boolean): Promise<T>
  /** The next try of whatever waits for the service now. */
  readonly waiting: ServiceWait | null
}

export interface ServiceWait {
  readonly reason: 'service' | 'rate-limit'
  /** On this device's clock. */
  readonly until: number
}

export interface ServiceCallsDeps {
  clock: Clock
  patience: Patience
  maxTries: number
  onWaitingChange: () => void
}

/** Failures that are no verdict of the service on the call. */
const ABSENCES: readonly ErrorCode[] = [
  'NETWORK_LOST',
  'NETWORK_TIMEOUT',
  'NETWORK_INTERRUPTED',
  'SERVICE_UNREACHABLE',
  'NOT_READY',
  'RATE_LIMITED',
]

/** Where a 429 comes without Retry-After. */
const DEFAULT_RATE_LIMIT_MS = 60_000

export function createServiceCalls({ clock, patience, maxTries, onWaitingChange }: ServiceCallsDeps): ServiceCalls {
  const waits = new Set<ServiceWait>()

  async function waitFor(wait: ServiceWait): Promise<void> {
    waits.add(wait)
    onWaitingChange()
    await patience.sleep(wait.until - clock.now())
    waits.delete(wait)
    onWaitingChange()
  }

  return {
    get waiting() {
      return [...waits].sort((a, b) => a.until - b.until)[0] ?? null
    },
    async call(send, wanted = () => true) {
      let verdicts = 0
      for (let failures = 1; ; failures++) {
        await patience.untilOnline()
        if (!wanted()) throw new AppError('CANCELLED', 'nobody wants the answer any more')
        const mark = patience.mark()
        try {
          return await send()
        } catch (thrown) {
          const error = toAppError(thrown)
          if (ERRORS[error.code].retry !== 'later') throw error
          if (!ABSENCES.includes(error.code) && ++verdicts >= maxTries) throw error
          await afterFailure(error, failures, patience.excuses(error, mark))
        }
      }
    },
  }

  async function afterFailure(error: AppError, failures: number, excused: boolean): Promise<void> {
    if (excused) {
      // The person sees "no network" already; the service is not to blame.
      await patience.sleep(patience.backoffMs(1))
      await patience.untilVisible()
    } else if (error.code === 'RATE_LIMITED') {
      const waitMs = error.retryAfterSeconds === undefined ? DEFAULT_RATE_LIMIT_MS : error.retryAfterSeconds * 1_000
      await waitFor({ reason: 'rate-limit', until: clock.now() + waitMs })
    } else {
      const waitMs = Math.max(patience.backoffMs(failures), (error.retryAfterSeconds ?? 0) * 1_000)
      await waitFor({ reason: 'service', until: clock.now() + waitMs })
    }
  }
}
