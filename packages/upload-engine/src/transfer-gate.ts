import type { CancelSignal } from '@photolift/platform'
import type { MobileData } from './mobile-data.js'
import type { Patience } from './patience.js'

/** What has to be so before bytes of a photo leave. */
export interface TransferGate {
  /** Comes back when a transfer may begin. @throws AppError CANCELLED */
  pass(signal: CancelSignal): Promise<void>
}

export function createTransferGate(patience: Patience, mobileData: MobileData): TransferGate {
  return {
    async pass(signal) {
      do {
        await patience.untilFree(signal)
        // Whoever wants it now does not want it over mobile data.
        while (!mobileData.allowsTransfers()) await patience.until(mobileData.allowsTransfers, signal)
      } while (patience.isHidden)
    },
  }
}
