import { AppError, type ConfirmationResult, ERRORS, type Photo } from '@photolift/contracts'
import type { CancelSignal, Clock } from '@photolift/platform'
import { toAppError } from './app-error.js'
import { createLookout } from './lookout.js'
import type { Patience } from './patience.js'
import type { ServiceCalls } from './service-calls.js'
import type { Limits } from './shared-limits.js'
import type { UploadService } from './upload-service.js'

/** Confirms photos in batches, so that many small calls do not stand in the uploads' way. */
export interface ConfirmBatches {
  /** @throws AppError the photo's own refusal, or the failure of the call; CANCELLED */
  confirm(photoId: string, signal: CancelSignal, options?: ConfirmOptions): Promise<Photo>
  /** Looks whether a batch should leave now; to be called whenever a photo's state changed. */
  consider(): void
}

export interface ConfirmOptions {
  /** The next step waits for the answer: the batch leaves at once. Default false. */
  isUrgent?: boolean
}

export interface ConfirmBatchesDeps {
  service: Pick<UploadService, 'confirm'>
  limits: Limits
  calls: ServiceCalls
  patience: Patience
  clock: Clock
  maxTries: number
  /** Whether more photos will come to be confirmed soon. */
  moreComing: () => boolean
}

/**
 * With these two, 20 photos of 3 MB make 3 calls at 20 Mbit/s, also on a bad day (measured: 4 photos and 2 s make 7). Nobody
 * waits for it: a photo counts as out when its bytes are, and the last ones go at once.
 */
const BATCH_PHOTOS = 7
const BATCH_WAIT_MS = 10_000

interface Item {
  photoId: string
  signal: CancelSignal
  isUrgent: boolean
  waitingSince: number
  failures: number
  resolve(photo: Photo): void
  reject(error: AppError): void
}

export function createConfirmBatches(deps: ConfirmBatchesDeps): ConfirmBatches {
  const { service, limits, calls, patience, clock, maxTries, moreComing } = deps
  let waiting: Item[] = []
  let inFlight = false
  const lookout = createLookout(clock, look)

  function look(): void {
    waiting = waiting.filter(isWanted)
    const first = waiting[0]
    if (inFlight || first === undefined) return

    const waitMs = first.waitingSince + BATCH_WAIT_MS - clock.now()
    if (waiting.length >= BATCH_PHOTOS || waiting.some(isUrgent) || waitMs <= 0 || !moreComing()) void send()
    else lookout.lookIn(waitMs)
  }

  async function send(): Promise<void> {
    inFlight = true
    const batch = waiting
    const isAnyWanted = () => batch.some(isWanted)
    waiting = []
    try {
      const { photosPerCall } = await limits(isAnyWanted)
      waiting = [...batch.splice(photosPerCall), ...waiting]
      const { results } = await calls.call(() => service.confirm(batch.map(({ photoId }) => photoId)), isAnyWanted)
      const byPhoto = new Map(results.map((result) => [result.photoId, result]))
      for (const item of batch) settle(item, byPhoto.get(item.photoId))
    } catch (thrown) {
      for (const item of batch) item.reject(toAppError(thrown))
    } finally {
      inFlight = false
      lookout.lookSoon()
    }
  }

  function settle(item: Item, result: ConfirmationResult | undefined): void {
    if (result === undefined) {
      item.reject(new AppError('INTERNAL', 'the service left this photo out of its answer'))
    } else if ('photo' in result) {
      item.resolve(result.photo)
    } else {
      const error = new AppError(result.error.code, result.error.message)
      if (ERRORS[error.code].retry === 'later' && ++item.failures < maxTries) void again(item)
      else item.reject(error)
    }
  }

  /** CONFIRM_PENDING and its like: the object is there, and the service needs more time. */
  async function again(item: Item): Promise<void> {
    try {
      await patience.sleep(patience.backoffMs(item.failures), item.signal)
    } catch {
      // Safe to ignore: whoever gave the photo up has been told.
      return
    }
    enqueue(item)
  }

  function enqueue(item: Item): void {
    item.waitingSince = clock.now()
    waiting.push(item)
    lookout.lookSoon()
  }

  return {
    consider: lookout.lookSoon,
    confirm: (photoId, signal, options = {}) =>
      new Promise((resolve, reject) => {
        signal.onCancel(() => reject(new AppError('CANCELLED', 'cancelled before it was confirmed')))
        enqueue({ photoId, signal, isUrgent: options.isUrgent === true, waitingSince: 0, failures: 0, resolve, reject })
      }),
  }
}

function isWanted({ signal }: Item): boolean {
  return !signal.cancelled
}

function isUrgent(item: Item): boolean {
  return item.isUrgent
}
