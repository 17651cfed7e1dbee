import type { CancelSignal, Clock } from '@photolift/platform'
import type { MobileData } from './mobile-data.js'
import type { Patience } from './patience.js'

/** What has to be so before bytes of a photo leave. */
export interface TransferGate {
  /** Comes back when a transfer may begin. @throws AppError CANCELLED */
  pass(signal: CancelSignal): Promise<void>
  /** The storage wants to be left alone: no transfer begins for so long, or a little longer. */
  rest(ms: number): void
  /** When the storage's rest is over, on the engine's clock; null where it does not rest. */
  restsUntil(): number | null
  /** The person does not want to wait for it. */
  endRest(): void
}

export interface TransferGateDeps {
  clock: Clock
  patience: Patience
  mobileData: MobileData
}

export function createTransferGate({ clock, patience, mobileData }: TransferGateDeps): TransferGate {
  let restEndsAt = 0

  function restMs(): number {
    return Math.max(0, restEndsAt - clock.now())
  }

  return {
    async pass(signal) {
      do {
        await patience.untilFree(signal)
        while (restMs() > 0) await patience.sleep(restMs(), signal)
        // Whoever wants it now does not want it over mobile data.
        while (!mobileData.allowsTransfers()) await patience.until(mobileData.allowsTransfers, signal)
      } while (patience.isHidden)
    },
    rest(ms) {
      restEndsAt = Math.max(restEndsAt, clock.now() + patience.atLeastMs(ms))
    },
    restsUntil: () => (restMs() > 0 ? restEndsAt : null),
    endRest() {
      restEndsAt = 0
    },
  }
}
