import { AppError, ERRORS } from '@photolift/contracts'
import { createCancelSource } from '@photolift/platform'
import { toAppError } from './app-error.js'
import { type JourneyDeps, travel } from './journey.js'
import type { Keeper } from './keeper.js'
import type { TaskEntry } from './task-entry.js'
import type { TaskList } from './task-list.js'
import type { TaskEvent } from './task-machine.js'

/** Works on single photos and tells their state. */
export interface TaskRunner {
  /** @returns whether the state is another one now */
  apply(entry: TaskEntry, event: TaskEvent): boolean
  /** Works on a photo until it is stored, failed or refused, or until its run is cancelled. Never rejects. */
  run(entry: TaskEntry): Promise<void>
  /** Takes photos out that are not stored, and, unless told otherwise, gives back what the service keeps for them. */
  drop(entries: readonly TaskEntry[], options?: { tellService?: boolean }): void
}

export interface TaskRunnerDeps {
  list: TaskList
  /** What all journeys have in common. */
  shared: Omit<JourneyDeps, keyof OwnDeps>
  keeper: Pick<Keeper, 'keepMade' | 'release'>
  discard: (photoId: string) => void
  /** A photo is in another state, or gone. */
  changed: () => void
  /** Bytes moved. */
  progressed: () => void
}

/** What each journey has for itself. */
type OwnDeps = Pick<
  JourneyDeps,
  'record' | 'signal' | 'order' | 'pick' | 'report' | 'reportBytes' | 'keepMade' | 'keepGrant'
>

export function createTaskRunner(deps: TaskRunnerDeps): TaskRunner {
  const { list, shared, keeper, discard, changed, progressed } = deps
  const { clock } = shared

  function apply(entry: TaskEntry, event: TaskEvent): boolean {
    const isChanged = entry.apply(event, clock.now())
    if (isChanged && entry.isOver) keeper.release(entry)
    if (isChanged) changed()
    return isChanged
  }

  async function run(entry: TaskEntry): Promise<void> {
    const source = createCancelSource()
    entry.run = source
    try {
      const photo = await travel(entry.picked, { ...shared, ...ownDeps(entry) })
      // Whoever cancels a run says what becomes of the photo.
      if (source.signal.cancelled) return
      entry.photo = photo
      apply(entry, 'stored')
    } catch (thrown) {
      if (source.signal.cancelled) return
      entry.error = toAppError(thrown)
      apply(entry, ERRORS[entry.error.code].retry === 'never' ? 'refused' : 'failed')
    }
  }

  function ownDeps(entry: TaskEntry): OwnDeps {
    const { signal } = entry.run
    return {
      record: entry.record,
      signal,
      order: () => list.entries.indexOf(entry),
      pick: () => ({ pickId: entry.pickId, position: entry.position }),
      report(event) {
        if (signal.cancelled) throw new AppError('CANCELLED', 'paused or taken out')
        apply(entry, event)
      },
      reportBytes(bytesSent) {
        if (signal.cancelled) return
        entry.reportBytes(bytesSent, clock.now())
        list.measureSpeed(clock.now())
        progressed()
      },
      keepMade: (made, keptAs) => keeper.keepMade(entry, made, keptAs),
      keepGrant(grant) {
        if (entry.removed) return discard(grant.photoId)
        entry.record.grant = grant
        entry.record.photoId = grant.photoId
        changed()
      },
    }
  }

  return {
    apply,
    run,
    drop(entries, { tellService = true } = {}) {
      for (const entry of entries) {
        entry.removed = true
        entry.run.cancel()
        keeper.release(entry)
        const { photoId } = entry.record
        if (tellService && photoId !== undefined) discard(photoId)
      }
      list.remove(entries)
      changed()
    },
  }
}
