import {
  AppError,
  type RefusedGrant,
  type StoredGrant,
  type UploadGrant,
  type UploadGrantRequest,
} from '@photolift/contracts'
import { type CancelSignal, type CancelSource, type Clock, createCancelSource } from '@photolift/platform'
import { toAppError } from './app-error.js'
import { createLookout } from './lookout.js'
import type { Dated, DatedGrant } from './photo-record.js'
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
  isUsable(grant: Dated): boolean
  /** The service has spoken anew, in another call than that for grants. @returns the number of its answer */
  countAnswer(): number
  /**
   * Does something with a grant, unless it turns out that it has ended.
   * @throws AppError UPLOAD_GRANT_EXPIRED
   */
  whileUsable<T>(grant: Dated, signal: CancelSignal, work: (signal: CancelSignal) => Promise<T>): Promise<T>
  /**
   * The storage has refused a grant as ended that should have been alive: all that were given until then may have ended, too.
   * They are renewed, without each sending its photo to hear so.
   * @param waveNumber of the last wave before the refused transfer began
   */
  suspectUpTo(waveNumber: number): void
  /** How many waves have been answered so far. */
  readonly waveCount: number
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
  /** Transfers that could begin at once. */
  freeCount: number
}

/** While transfers run and none waits behind them, a wave gathers for this long, or until it fills the free transfers. */
const GATHER_MS = 1_000

/** Where the photos of the last wave were stored already, the others most likely are: they are asked for together, within this. */
const GATHER_REPEATS_MS = 2_000

interface Item extends GrantAsker {
  request: UploadGrantRequest
  waitingSince: number
  resolve(grant: DatedGrant | StoredGrant | RefusedGrant): void
  reject(error: AppError): void
}

export function createGrantWaves({ service, limits, calls, clock, demand }: GrantWavesDeps): GrantWaves {
  let waiting: Item[] = []
  let inFlight = false
  let waveCount = 0
  let lastSuspectWave = 0
  let areRepeats = false
  const inUse = new Set<{ grant: Dated; source: CancelSource }>()
  const lookout = createLookout(clock, look)

  function look(): void {
    waiting = waiting.filter(isWanted)
    const first = waiting[0]
    if (inFlight || first === undefined) return

    const gathered = { count: waiting.length, ms: clock.now() - first.waitingSince, areRepeats }
    const waitMs = msUntilDue(demand(), gathered)
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
    waveCount += 1
    // Nothing is guessed of a later pick.
    areRepeats = grants.every(({ kind }) => kind === 'stored') && demand().preparingCount > 0
    const answer = { startedAt, serverTime, waveNumber: waveCount }
    for (const item of asked) deliver(item, byTask.get(item.request.taskId), answer)
  }

  function isUsable({ usableUntil, waveNumber }: Dated): boolean {
    return clock.now() < usableUntil && waveNumber > lastSuspectWave
  }

  return {
    isUsable,
    countAnswer() {
      waveCount += 1
      return waveCount
    },
    async whileUsable(grant, signal, work) {
      const source = createCancelSource()
      const entry = { grant, source }
      const stopListening = signal.onCancel(source.cancel)
      inUse.add(entry)
      try {
        return await work(source.signal)
      } catch (error) {
        if (!source.signal.cancelled || signal.cancelled) throw error
        throw new AppError('UPLOAD_GRANT_EXPIRED', 'another grant of its time was refused as ended', { cause: error })
      } finally {
        inUse.delete(entry)
        stopListening()
      }
    },
    get waveCount() {
      return waveCount
    },
    suspectUpTo(waveNumber) {
      lastSuspectWave = Math.max(lastSuspectWave, waveNumber)
      for (const { grant, source } of inUse) if (grant.waveNumber <= lastSuspectWave) source.cancel()
    },
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

interface WaveAnswer {
  startedAt: number
  serverTime: string
  waveNumber: number
}

/** What waits for the next wave. */
interface Gathered {
  count: number
  /** Since the first of them came. */
  ms: number
  /** Those before them were stored already. */
  areRepeats: boolean
}

/** @returns 0 for now, undefined for "not before something changes" */
function msUntilDue(demand: Demand, gathered: Gathered): number | undefined {
  const { preparingCount, uploadingCount, queuedCount, freeCount } = demand
  const linkIsIdle = uploadingCount + queuedCount === 0
  if (preparingCount === 0) return 0
  if (linkIsIdle) return gathered.areRepeats ? Math.max(0, GATHER_REPEATS_MS - gathered.ms) : 0
  if (queuedCount > 0) return undefined
  return freeCount > 0 && gathered.count >= freeCount ? 0 : Math.max(0, GATHER_MS - gathered.ms)
}

function deliver(item: Item, grant: UploadGrant | undefined, answer: WaveAnswer): void {
  if (grant === undefined) {
    item.reject(new AppError('INTERNAL', 'the service left this photo out of its answer'))
  } else if (grant.kind === 'form' || grant.kind === 'multipart') {
    const { waveNumber } = answer
    const dated: DatedGrant = { ...grant, waveNumber, usableUntil: usableUntil(grant.expiresAt, answer) }
    item.keepGrant(dated)
    item.resolve(dated)
  } else {
    item.resolve(grant)
  }
}
