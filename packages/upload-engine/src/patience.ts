import { AppError, type ErrorCode } from '@photolift/contracts'
import type { CancelSignal, Clock, Lifecycle, Network } from '@photolift/platform'

/** Waiting for what the engine cannot change: time, the network, the person's return. All of it ends with {@link tryNow}. */
export interface Patience {
  /** The app is where it does not go on working. */
  readonly isHidden: boolean
  /** Remembers how things stand before something is tried, for {@link explains} and {@link excuses}. */
  mark(): Mark
  /** Whether the phone was without a network or in the background at any time since then. */
  explains(since: Mark): boolean
  /** Whether a failure is the phone's own, so that the try was free. */
  excuses(error: AppError, since: Mark): boolean
  /** How long to wait after so many failures in a row, with jitter. */
  backoffMs(failureCount: number): number
  /** No less than what was asked for, and not for all phones the same, so that they do not come back together. */
  atLeastMs(ms: number): number
  /** @throws AppError CANCELLED */
  sleep(ms: number, signal?: CancelSignal): Promise<void>
  /** As {@link sleep}, and over at once when the phone itself comes back: its network, or the foreground. */
  sleepUntilReturn(ms: number, signal?: CancelSignal): Promise<void>
  /** Comes back at once while there is a network and the app is in the foreground, or works without. @throws AppError CANCELLED */
  untilFree(signal?: CancelSignal): Promise<void>
  /** Waits for anything that {@link recheck} is called for. @throws AppError CANCELLED */
  until(isOver: () => boolean, signal?: CancelSignal): Promise<void>
  /** Looks whether waits are over; to be called whenever something changed that they wait for. */
  recheck(): void
  tryNow(): void
}

export interface Mark {
  readonly troubleCount: number
}

export interface PatienceDeps {
  clock: Clock
  network: Network
  lifecycle: Lifecycle
  random: () => number
}

const FIRST_BACKOFF_MS = 1_000
/** Longer, and a screen on which nothing else moves would stand still for over 20 s, the try itself counted in. */
const LONGEST_BACKOFF_MS = 15_000

/** A thousand phones that were told the same are spread over this, at least. */
const SHORTEST_SPREAD_MS = 2_000

const PHONES_OWN: readonly ErrorCode[] = [
  'NETWORK_LOST',
  'NETWORK_TIMEOUT',
  'NETWORK_INTERRUPTED',
  'SERVICE_UNREACHABLE',
]

interface Wait {
  isOver(): boolean
  end(): void
}

export function createPatience({ clock, network, lifecycle, random }: PatienceDeps): Patience {
  const waits = new Set<Wait>()
  let isHidden = false
  let isOffline = !network.isOnline()
  let troubleCount = 0
  let returnCount = 0

  lifecycle.onHide(() => {
    isHidden = lifecycle.worksHidden !== true
    troubleCount += 1
  })
  lifecycle.onShow(() => {
    isHidden = false
    returned()
  })
  network.onChange((online) => {
    if (!online && !isOffline) troubleCount += 1
    isOffline = !online
    if (online) returned()
  })

  function returned(): void {
    returnCount += 1
    recheck()
  }

  function recheck(): void {
    for (const entry of waits) if (entry.isOver()) entry.end()
  }

  function isFree(): boolean {
    return !isHidden && network.isOnline()
  }

  function explains(since: Mark): boolean {
    return !isFree() || troubleCount !== since.troubleCount
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
    get isHidden() {
      return isHidden
    },
    mark: () => ({ troubleCount }),
    explains,
    excuses: ({ code }, since) => code === 'NETWORK_INTERRUPTED' || (PHONES_OWN.includes(code) && explains(since)),
    backoffMs(failureCount) {
      const ms = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failureCount - 1))
      return ms * (0.5 + random() / 2)
    },
    atLeastMs: (ms) => ms + random() * Math.max(SHORTEST_SPREAD_MS, ms / 4),
    sleep: (ms, signal) => wait(() => false, signal, ms),
    sleepUntilReturn(ms, signal) {
      const returnsBefore = returnCount
      return wait(() => returnCount !== returnsBefore, signal, ms)
    },
    untilFree: (signal) => wait(isFree, signal),
    until: wait,
    recheck,
    tryNow() {
      for (const entry of waits) entry.end()
    },
  }
}
