import type { UploadApp } from '../app/upload-app.ts'
import type { Bucket } from '../cloud/bucket.ts'
import type { Service } from '../cloud/service.ts'
import type { Passages } from '../network/call.ts'
import type { Line } from '../network/line.ts'
import type { Phone } from '../phone/phone.ts'
import type { Ledger } from './ledger.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Everything around the engine, for one run. */
export interface World {
  readonly clock: VirtualClock
  readonly random: () => number
  readonly phone: Phone
  readonly line: Line
  readonly service: Service
  readonly bucket: Bucket
  readonly ledger: Ledger
  readonly passages: Passages
  /** The person in front of the phone. */
  readonly person: Person
  /** Until when an answer has told the app to wait. */
  retryAfterUntil: number
}

export interface Person {
  readonly app: UploadApp
  readonly hasPaused: boolean
  /** Whether the person has said that photos wait for Wi-Fi. */
  readonly wantsWifi: boolean
  answerMobileData(answer: 'continue' | 'wait-for-wifi'): void
  pause(): void
  resume(): void
  /** Opens the app again after it was killed, and lets it go on. */
  relaunch(): void
}
