import {
  AppError,
  type RefusedGrant,
  type StoredGrant,
  type UploadGrant,
  type UploadGrantRequest,
} from '@photolift/contracts'
import type { CancelSignal, Clock } from '@photolift/platform'
import { toAppError } from './app-error.js'
import { createLookout } from './lookout.js'
import type { DatedGrant } from './photo-record.js'
import type { ServiceCalls } from './service-calls.js'
import type { Limits } from './shared-limits.js'
import type { UploadService } from './upload-service.js'
import { usableUntil } from './usable-until.js'

/**
 * Asks for grants in waves: the first ready photo at once, so that bytes flow; then whatever is ready together, in time for
 * the next transfer, with one call in flight.
 */
export interface GrantWaves {
  /** @throws AppError the failure of the call; CANCELLED */
  request(request: UploadGrantRequest, asker: GrantAsker): Promise<DatedGrant | StoredGrant | RefusedGrant>
  /** Looks whether a wave should leave now; to be called whenever a photo's state changed. */
  consider(): void
}

export interface GrantAsker {
  readonly signal: CancelSignal
  /** Gets a grant to send as soon as it arrives, also when the asker has given up meanwhile. */
  keepGrant(grant: DatedGrant): void
}

export interface GrantWavesDeps {
  service: Pick<UploadService, 'authorize'>
  limits: Limits
  calls: ServiceCalls
  clock: Clock
  demand: () => Demand
}

/** How urgent the next wave is. */
export interface Demand {
  /** Photos that will be ready for a wave soon. */
  preparingCount: number
  /** Transfers under way. */
  uploadingCount: number
  /** Photos with a grant that wait for a transfer to end. */
  queuedCount: number
}

/** While transfers run and none waits behind them, a wave gathers for this long. */
const GATHER_MS = 1_000

interface Item extends GrantAsker {
  request: UploadGrantRequest
  waitingSince: number
  resolve(grant: DatedGrant | StoredGrant | RefusedGrant): void
  reject(error: AppError): void
}

export function createGrantWaves({ service, limits, calls, clock, demand }: GrantWavesDeps): GrantWaves {
  let waiting: Item[] = []
  let inFlight = false
  const lookout = createLookout(clock, look)

  function look(): void {
    waiting = waiting.filter(isWanted)
    const first = waiting[0]
    if (inFlight || first === undefined) return

    const waitMs = msUntilDue(demand(), clock.now() - first.waitingSince)
    if (waitMs === 0) void send()
    else if (waitMs !== undefined) lookout.lookIn(waitMs)
  }

  async function send(): Promise<void> {
    inFlight = true
    let wave: Item[] = []
    try {
      wave = waiting
      waiting = []
      const { photosPerCall } = await limits(() => wave.some(isWanted))
      waiting = [...wave.splice(photosPerCall), ...waiting]
      await authorize(wave)
    } catch (thrown) {
      for (const item of wave) item.reject(toAppError(thrown))
    } finally {
      inFlight = false
      lookout.lookSoon()
    }
  }

  async function authorize(wave: Item[]): Promise<void> {
    let asked = wave
    let startedAt = 0
    const { serverTime, grants } = await calls.call(
      () => {
        startedAt = clock.now()
        asked = wave.filter(isWanted)
        return service.authorize(asked.map(({ request }) => request))
      },
      () => wave.some(isWanted),
    )
    const byTask = new Map(grants.map((grant) => [grant.taskId, grant]))
    for (const item of asked) deliver(item, byTask.get(item.request.taskId), { startedAt, serverTime })
  }

  return {
    consider: lookout.lookSoon,
    request: (request, asker) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, ...asker, waitingSince: clock.now(), resolve, reject })
        asker.signal.onCancel(() => reject(new AppError('CANCELLED', 'cancelled while it waited for a grant')))
        lookout.lookSoon()
      }),
  }
}

function isWanted({ signal }: Item): boolean {
  return !signal.cancelled
}

/** @returns 0 for now, undefined for "not before something changes" */
function msUntilDue({ preparingCount, uploadingCount, queuedCount }: Demand, gatheredMs: number): number | undefined {
  const linkIsIdle = uploadingCount + queuedCount === 0
  if (linkIsIdle || preparingCount === 0) return 0
  if (queuedCount > 0) return undefined
  return Math.max(0, GATHER_MS - gatheredMs)
}

function deliver(item: Item, grant: UploadGrant | undefined, answer: { startedAt: number; serverTime: string }): void {
  if (grant === undefined) {
    item.reject(new AppError('INTERNAL', 'the service left this photo out of its answer'))
  } else if (grant.kind === 'form' || grant.kind === 'multipart') {
    const dated: DatedGrant = { ...grant, usableUntil: usableUntil(grant.expiresAt, answer) }
    item.keepGrant(dated)
    item.resolve(dated)
  } else {
    item.resolve(grant)
  }
}
