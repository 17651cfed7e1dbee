import { AppError, ERRORS, type Ingest, type ItemError, type Photo } from '@photolift/contracts'
import type { Clock, KeyValueStore, Lifecycle, Network } from '@photolift/platform'
import { newId } from '../ids.js'
import { createPatience } from '../patience.js'
import { createPublisher } from '../publisher.js'
import { createServiceCalls } from '../service-calls.js'
import { steadyClock } from '../steady-clock.js'
import type { PhotoTask } from '../task.js'
import type { TaskEvent } from '../task-machine.js'
import type { Uploader, UploaderSnapshot } from '../uploader.js'
import { createHandOvers } from './hand-overs.js'
import { createHomecomings } from './homecomings.js'
import { MediaEntry, type MediaPhoto } from './media-entry.js'
import { createMediaJournal } from './media-journal.js'
import type { MediaService } from './media-service.js'

export interface MediaRouteDeps {
  service: MediaService
  clock: Clock
  network: Network
  lifecycle: Lifecycle
  /** Where media ids outlive the page. */
  store: KeyValueStore
  /** `[0, 1)`; jitter and ids. Default `Math.random`. */
  random?: () => number
}

export interface MediaSnapshot extends Pick<UploaderSnapshot, 'waitingUntil' | 'paused' | 'unkeptCount'> {
  /** In picked order; `byteLength` is 0 until a photo is stored, since WeChat does not tell it. */
  readonly tasks: readonly PhotoTask[]
  readonly waitingFor: 'service' | 'rate-limit' | null
  /** 0–100: of the two ways of each photo, to WeChat and from there to storage, the part that is done; 100 once all are stored. */
  readonly percent: number
}

/**
 * Takes photos to storage over WeChat's media store, where the page cannot have their bytes. It is driven as an {@link Uploader} is; what
 * WeChat has when the page ends goes on with the next page load.
 */
export interface MediaRoute
  extends Pick<
    Uploader,
    | 'start'
    | 'move'
    | 'retry'
    | 'retryFailed'
    | 'pause'
    | 'resume'
    | 'cancel'
    | 'remove'
    | 'removeFailed'
    | 'clearReady'
    | 'tryNow'
  > {
  add(photos: readonly MediaPhoto[], options?: { hold?: boolean }): string
  subscribe(listener: (snapshot: MediaSnapshot) => void): () => void
  snapshot(): MediaSnapshot
}

const MAX_TRIES = 3

export function createMediaRoute({ service, network, lifecycle, store, ...deps }: MediaRouteDeps): MediaRoute {
  const { random = Math.random } = deps
  const clock = steadyClock(deps.clock)
  const patience = createPatience({ clock, network, lifecycle, random })
  const publisher = createPublisher(clock, snapshot)
  const calls = createServiceCalls({ clock, patience, maxTries: MAX_TRIES, onWaitingChange: publisher.changed })
  let entries: readonly MediaEntry[] = []
  let isPaused = false

  const journal = createMediaJournal(store, () => entries.flatMap((entry) => entry.record() ?? []))
  const handOvers = createHandOvers({
    patience,
    maxTries: MAX_TRIES,
    waiting: () => wanted().filter(({ state }) => state === 'waiting'),
    apply,
    fail,
    handed(entry) {
      // The service has not heard of one that was taken out meanwhile, and WeChat forgets it by itself.
      if (entry.removed) forget([entry])
      changed()
      homecomings.begin()
    },
  })
  const homecomings = createHomecomings({
    service,
    calls,
    patience,
    due: () => entries.filter(({ state }) => state === 'confirming'),
    settle,
    fail,
  })

  void journal.former.then((records) => {
    entries = [...records.map(MediaEntry.from), ...entries]
    changed()
    homecomings.begin()
  })

  function wanted(): MediaEntry[] {
    return entries.filter(({ removed }) => !removed)
  }

  function changed(): void {
    journal.changed()
    calls.consider()
    publisher.changed()
  }

  function apply(entry: MediaEntry, event: TaskEvent): boolean {
    const isAnother = entry.apply(event)
    if (isAnother) changed()
    return isAnother
  }

  function fail(entry: MediaEntry, error: AppError): void {
    entry.error = error
    if (entry.removed) forget([entry])
    else apply(entry, ERRORS[error.code].retry === 'never' ? 'refused' : 'failed')
  }

  function settle(entry: MediaEntry, ingest: Ingest): void {
    entry.ingestId = ingest.ingestId
    if (ingest.state === 'pending') changed()
    else if (ingest.state === 'ready' && ingest.photo !== undefined) stored(entry, ingest.photo)
    else notStored(entry, ingest.error ?? { code: 'INTERNAL', message: 'the service gave no reason' })
  }

  function stored(entry: MediaEntry, photo: Photo): void {
    entry.photo = photo
    if (entry.removed) undo(entry, photo.photoId)
    else apply(entry, 'stored')
  }

  /** Another try begins with another media id, which only the page that chose it can get: most that have failed stay so. */
  function notStored(entry: MediaEntry, { code, message }: ItemError): void {
    entry.mediaId = undefined
    entry.ingestId = undefined
    entry.error = new AppError(code, message)
    if (entry.picked === undefined && !entry.removed) apply(entry, 'refused')
    else fail(entry, entry.error)
  }

  /** It was taken out while the service was fetching it. */
  function undo(entry: MediaEntry, photoId: string): void {
    forget([entry])
    void calls
      .call(
        () => service.deletePhoto(photoId),
        () => true,
      )
      .catch(() => {
        // Safe to leave: the gallery shows the photo, and the person can delete it there.
      })
  }

  function forget(gone: readonly MediaEntry[]): void {
    for (const entry of gone) entry.removed = true
    entries = entries.filter((entry) => !gone.includes(entry))
    changed()
  }

  function takeOut(entry: MediaEntry): void {
    entry.removed = true
    // From here on the service may have it, also where its answer was lost.
    if (entry.state !== 'confirming') forget([entry])
    else changed()
  }

  function go(entry: MediaEntry): void {
    if (isPaused) apply(entry, 'pause')
    else {
      apply(entry, 'prepared')
      handOvers.begin()
    }
  }

  function retry(entry: MediaEntry): void {
    if (!apply(entry, 'retry')) return
    entry.tries = 0
    go(entry)
  }

  function chosen(taskId: string | undefined): MediaEntry[] {
    return wanted().filter((entry) => taskId === undefined || entry.taskId === taskId)
  }

  function having(...states: MediaEntry['state'][]): MediaEntry[] {
    return wanted().filter(({ state }) => states.includes(state))
  }

  function snapshot(): MediaSnapshot {
    const { reason = null, until = null } = calls.waiting ?? {}
    const shown = wanted()
    const counted = shown.filter(({ state }) => state !== 'refused')
    const waysDone = counted.reduce((sum, entry) => sum + entry.waysDone, 0)
    const areAllStored = shown.length > 0 && shown.every(({ state }) => state === 'ready')
    return {
      tasks: shown.map((entry) => entry.view()),
      percent: areAllStored ? 100 : Math.min(99, Math.floor((50 * waysDone) / Math.max(1, counted.length))),
      paused: isPaused,
      waitingUntil: until === null ? null : until - clock.now() + deps.clock.now(),
      waitingFor: reason,
      unkeptCount: shown.filter((entry) => !entry.isOver && (entry.mediaId === undefined || journal.isFailing)).length,
    }
  }

  return {
    add(photos, { hold = false } = {}) {
      const pickId = newId(random)
      const added = photos.map(
        (picked, position) => new MediaEntry(newId(random), pickId, position, hold ? 'held' : 'preparing', picked),
      )
      entries = [...entries, ...added]
      if (!hold) added.forEach(go)
      changed()
      return pickId
    },
    start() {
      const held = having('held')
      held.forEach((entry, position) => {
        entry.pickId = held[0]?.pickId ?? entry.pickId
        entry.position = position
        apply(entry, 'start')
      })
      held.forEach(go)
    },
    move(taskId, toPosition) {
      const held = having('held')
      const from = held.findIndex((entry) => entry.taskId === taskId)
      const moved = held[from]
      if (moved === undefined) return
      held.splice(from, 1)
      held.splice(Math.max(0, toPosition), 0, moved)
      entries = entries.map((entry) => (entry.state === 'held' ? (held.shift() ?? entry) : entry))
      changed()
    },
    subscribe: publisher.subscribe,
    snapshot,
    retry(taskId) {
      chosen(taskId).forEach(retry)
    },
    retryFailed() {
      having('failed').forEach(retry)
    },
    pause(taskId) {
      if (taskId === undefined) isPaused = true
      for (const entry of chosen(taskId)) apply(entry, 'pause')
      changed()
    },
    resume(taskId) {
      isPaused &&= taskId !== undefined
      for (const entry of chosen(taskId)) if (apply(entry, 'resume')) go(entry)
      changed()
    },
    cancel({ tellService = true } = {}) {
      const gone = wanted().filter(({ state }) => state !== 'ready')
      if (tellService) gone.forEach(takeOut)
      else forget([...gone, ...entries.filter(({ removed }) => removed)])
      isPaused = false
      changed()
    },
    async remove(taskId) {
      const entry = chosen(taskId)[0]
      if (entry === undefined) return
      if (entry.photo === undefined) return takeOut(entry)
      await service.deletePhoto(entry.photo.photoId)
      forget([entry])
    },
    removeFailed() {
      forget(having('failed', 'refused'))
    },
    clearReady() {
      forget(having('ready'))
    },
    tryNow: patience.tryNow,
  }
}
