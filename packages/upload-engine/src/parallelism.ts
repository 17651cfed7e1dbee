import { AppError, type ErrorCode } from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
import { SpeedMeter } from './speed-meter.js'
import type { TransferWatch } from './transfer-watch.js'
import type { UploadService } from './upload-service.js'

/** Finds how many transfers should run at once, from what the line has shown so far. */
export interface Parallelism {
  /** From 1 to the most that is allowed. */
  limit(): number
  /** The same transfers; how fast they go and how they end is learnt from. */
  learnFrom(transfers: TransferWatch): TransferWatch
  /** The same service; how soon it answers tells how far away it is. */
  timed(service: Pick<UploadService, 'authorize'>): Pick<UploadService, 'authorize'>
}

export interface ParallelismDeps {
  most: number
  clock: Clock
}

/** Before anything was measured: enough to fill a near line, and not too many pieces of a slow one. */
const FIRST_TRANSFERS = 3

/** Who answers later than this is far away, where a transfer alone fills no line in its first second. */
const FAR_ANSWER_MS = 130

/** So long may a transfer take: beyond it photos wait for one another, and come closer to the limits of time. */
const TRANSFER_SECONDS = 15

/** What is taken back needs more than a wavering of the speed: as long as this share of it still fits, it stays. */
const STEADY_SHARE = 0.6

/** Shorter than that is slow start. */
const MEASURED_AFTER_MS = 1_000

/** Failures so close together have one reason. */
const ONE_TROUBLE_MS = 5_000

/** Failures that fewer transfers may help against; others are about a photo. */
const OF_THE_LINE: readonly ErrorCode[] = ['NETWORK_LOST', 'NETWORK_TIMEOUT', 'STORAGE_UNAVAILABLE']

export function createParallelism({ most, clock }: ParallelismDeps): Parallelism {
  const meter = new SpeedMeter()
  let bytesOut = 0
  let transferBytes = 0
  let soonestAnswerMs = 0
  let fitting: number | undefined
  /** Halved by trouble, one more with each success. */
  let bound = most
  let troubleAt = Number.NEGATIVE_INFINITY

  function moved(bytes: number): void {
    const now = clock.now()
    bytesOut += bytes
    meter.add(bytesOut, now)
    const bytesPerSecond = meter.bytesPerSecond(now)
    if (meter.elapsedMs(now) < MEASURED_AFTER_MS || bytesPerSecond === 0) return
    fitting = Math.min(most, fittingTransfers({ bytesPerSecond, transferBytes }, fitting))
  }

  function failed(thrown: unknown): void {
    if (!(thrown instanceof AppError) || !OF_THE_LINE.includes(thrown.code)) return
    if (clock.now() - troubleAt < ONE_TROUBLE_MS) return
    troubleAt = clock.now()
    bound = Math.max(1, Math.floor(bound / 2))
  }

  return {
    limit() {
      const first = soonestAnswerMs >= FAR_ANSWER_MS ? most : FIRST_TRANSFERS
      return Math.max(1, Math.min(most, bound, fitting ?? first))
    },

    learnFrom: (transfers) => ({
      async run(transfer, send) {
        let sent = 0
        const reach = (bytes: number): void => {
          if (bytes <= sent) return
          moved(bytes - sent)
          sent = bytes
        }
        transferBytes = transfer.byteLength
        try {
          const result = await transfers.run(transfer, (call) =>
            send({
              ...call,
              onProgress(bytes) {
                call.onProgress(bytes)
                reach(Math.min(bytes, transfer.byteLength))
              },
            }),
          )
          reach(transfer.byteLength)
          bound = Math.min(most, bound + 1)
          return result
        } catch (thrown) {
          failed(thrown)
          throw thrown
        }
      },
    }),

    timed: (service) => ({
      async authorize(photos) {
        const askedAt = clock.now()
        const answer = await service.authorize(photos)
        const tookMs = clock.now() - askedAt
        soonestAnswerMs = soonestAnswerMs === 0 ? tookMs : Math.min(soonestAnswerMs, tookMs)
        return answer
      },
    }),
  }
}

/** What the line has shown. */
export interface LineReading {
  /** Of all transfers together. */
  bytesPerSecond: number
  /** Of one transfer. */
  transferBytes: number
}

/**
 * So many transfers share the line and still end in {@link TRANSFER_SECONDS} each, at least one.
 * @param before what it was until now: speeds that waver change nothing
 */
export function fittingTransfers({ bytesPerSecond, transferBytes }: LineReading, before: number | undefined): number {
  const exact = (bytesPerSecond * TRANSFER_SECONDS) / Math.max(1, transferBytes)
  const isSteady = before !== undefined && exact <= before && exact > before * STEADY_SHARE
  return isSteady ? before : Math.max(1, Math.ceil(exact))
}
