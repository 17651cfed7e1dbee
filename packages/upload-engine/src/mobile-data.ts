import type { Network } from '@photolift/platform'

/** Whether to go on over mobile data: Wi-Fi was there, mobile data is, and more than a little remains to be sent. */
export interface MobileDataQuestion {
  readonly kind: 'mobile-data'
  readonly photoCount: number
  readonly bytesLeft: number
}

export type MobileDataAnswer = 'continue' | 'wait-for-wifi'

/** Keeps photos off mobile data until the person has said what they want; asks once for everything under way. */
export interface MobileData {
  /** Null where nothing is to be answered. */
  question(): MobileDataQuestion | null
  /** Whether the person wants it to wait, and there is only mobile data. */
  waitsForWifi(): boolean
  /** Whether a transfer may begin. Those under way are left alone: where the network has changed, the platform cuts them. */
  allowsTransfers(): boolean
  answer(answer: MobileDataAnswer): void
  /** Forgets the answer once nothing is left to send; to be called whenever a photo's state changed. */
  consider(): void
}

export interface MobileDataDeps {
  network: Network
  /** Fewer bytes than these are not worth a question. */
  askBytes: number
  remaining: () => Remaining
  changed: () => void
}

/** What is not out yet of the photos that are under way or paused. */
export interface Remaining {
  photoCount: number
  bytesLeft: number
}

export function createMobileData({ network, askBytes, remaining, changed }: MobileDataDeps): MobileData {
  let wasOnWifi = !network.isMetered()
  let isAsking = false
  let lastAnswer: MobileDataAnswer | undefined

  network.onChange((online) => {
    // An elevator between Wi-Fi and mobile data changes nothing.
    if (!online) return
    isAsking = network.isMetered() && (isAsking || (wasOnWifi && isWorthAsking()))
    wasOnWifi = !network.isMetered()
    changed()
  })

  function isWorthAsking(): boolean {
    return lastAnswer === undefined && remaining().bytesLeft > askBytes
  }

  function waitsForWifi(): boolean {
    return lastAnswer === 'wait-for-wifi' && network.isMetered()
  }

  return {
    question: () => (isAsking ? { kind: 'mobile-data', ...remaining() } : null),
    waitsForWifi,
    allowsTransfers: () => !isAsking && !waitsForWifi(),
    answer(answer) {
      isAsking = false
      lastAnswer = answer
      changed()
    },
    consider() {
      if (remaining().photoCount > 0) return
      isAsking = false
      lastAnswer = undefined
    },
  }
}
