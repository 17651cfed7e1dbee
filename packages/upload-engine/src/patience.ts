import { AppError, type ErrorCode } from '@photolift/contracts'
import type { CancelSignal, Clock, Lifecycle, Network } from '@photolift/platform'

/** Waiting for what the engine cannot change: time, the network, the person's return. All of it ends with {@link tryNow}. */
export interface Patience {
  /** Remembers how things stand before something is tried, for {@link excuses}. */
  mark(): Mark
  /** Whether the phone itself explains a failure: it had no network, or left the app in the background. Such tries are free. */
  excuses(error: AppError, since: Mark): boolean
  /** How long to wait after so many failures in a row, with jitter. */
  backoffMs(failureCount: number): number
  /** @throws AppError CANCELLED */
  sleep(ms: number, signal?: CancelSignal): Promise<void>
  /** Comes back at once while there is a network. @throws AppError CANCELLED */
  untilOnline(signal?: CancelSignal): Promise<void>
  /** Comes back at once while the app is in the foreground. @throws AppError CANCELLED */
  untilVisible(signal?: CancelSignal): Promise<void>
  tryNow(): void
}

export interface Mark {
  readonly hideCount: number
}

export interface PatienceDeps {
  clock: Clock
  network: Network
  lifecycle: Lifecycle
  random: () => number
}

const FIRST_BACKOFF_MS = 1_000
const LONGEST_BACKOFF_MS = 30_000

const WITHOUT_NETWORK: readonly ErrorCode[] = ['NETWORK_LOST', 'NETWORK_TIMEOUT', 'SERVICE_UNREACHABLE']

export function createPatience({ clock, network, lifecycle, random }: PatienceDeps): Patience {
  const waits = new Set<{ isOver: () => boolean; end: () => void }>()
  let hidden = false
  let hideCount = 0

  lifecycle.onHide(() => {
    hidden = true
    hideCount += 1
  })
  lifecycle.onShow(() => {
    hidden = false
    endWhatIsOver()
  })
  network.onChange(endWhatIsOver)

  function endWhatIsOver(): void {
    for (const entry of waits) if (entry.isOver()) entry.end()
  }

  function wait(isOver: () => boolean, signal?: CancelSignal, ms?: number): Promise<void> {
    if (isOver()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const entry = {
        isOver,
        end() {
          leave()
          resolve()
        },
      }
      let stopTimer: (() => void) | undefined
      let stopListening: (() => void) | undefined
      const leave = () => {
        waits.delete(entry)
        stopTimer?.()
        stopListening?.()
      }
      waits.add(entry)
      stopTimer = ms === undefined ? undefined : clock.schedule(ms, entry.end)
      stopListening = signal?.onCancel(() => {
        leave()
        reject(new AppError('CANCELLED', 'cancelled while it waited'))
      })
    })
  }

  return {
    mark: () => ({ hideCount }),
    excuses({ code }, since) {
      if (code === 'NETWORK_INTERRUPTED') return hidden || hideCount !== since.hideCount
      return !network.isOnline() && WITHOUT_NETWORK.includes(code)
    },
    backoffMs(failureCount) {
      const ms = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failureCount - 1))
      return ms * (0.5 + random() / 2)
    },
    sleep: (ms, signal) => wait(() => false, signal, ms),
    untilOnline: (signal) => wait(() => network.isOnline(), signal),
    untilVisible: (signal) => wait(() => !hidden, signal),
    tryNow() {
      for (const entry of waits) entry.end()
    },
  }
}
