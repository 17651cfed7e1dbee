import type { CancelSignal } from '@photolift/platform'
import { createConfirmBatches } from './confirm-batches.js'
import { createDiscards } from './discards.js'
import { createGrantWaves } from './grant-waves.js'
import { newId } from './ids.js'
import { createMobileData } from './mobile-data.js'
import { createParallelism } from './parallelism.js'
import { createPatience } from './patience.js'
import { ORIGINALS } from './preparation.js'
import { createPublisher } from './publisher.js'
import { createServiceCalls } from './service-calls.js'
import { createSharedLimits } from './shared-limits.js'
import { createSlots } from './slots.js'
import { steadyClock } from './steady-clock.js'
import { createSurvival } from './survival.js'
import type { TaskState } from './task.js'
import { TaskEntry } from './task-entry.js'
import { TaskList } from './task-list.js'
import { createTaskRunner } from './task-runner.js'
import { createTransferGate } from './transfer-gate.js'
import { createTransferPace } from './transfer-pace.js'
import { createTransferWatch } from './transfer-watch.js'
import type { UploadDeps, Uploader, UploaderOptions, UploaderSnapshot } from './uploader.js'
import { watchedService } from './watched-service.js'

/** Photos read at once: one is measured while the next is read, and only two are in memory. */
const PARALLEL_READS = 2

/** Parts in memory, of all photos together; a part is small, so that two of them fill a link as well as whole photos do. */
const PARALLEL_PARTS = 2

/** How often a screen hears of time alone: a stall, or the seconds left. */
const TICK_MS = 1_000

const COMING_TO_CONFIRM: readonly TaskState[] = ['preparing', 'waiting', 'uploading']
const NOT_OUT_YET: readonly TaskState[] = [...COMING_TO_CONFIRM, 'paused']

export function createUploader(deps: UploadDeps, options: UploaderOptions = {}): Uploader {
  const { http, network, random = Math.random, onLeftoverStored = () => {} } = deps
  const { store, keptPhotos, imageTools, stripMetadata, preparation = () => ORIGINALS } = deps
  const { maxParallelUploads = 6, maxTries = 5, mobileDataAskBytes = 10_000_000 } = options

  const clock = steadyClock(deps.clock)
  const service = watchedService(deps.service, clock)
  const list = new TaskList()
  const patience = createPatience({ ...deps, clock, random })
  const publisher = createPublisher(clock, snapshot)
  const calls = createServiceCalls({ clock, patience, maxTries, onWaitingChange: publisher.changed })
  const limits = createSharedLimits(service, calls)
  const preparing = createSlots(PARALLEL_READS)
  const parallelism = createParallelism({ most: maxParallelUploads, clock })
  const uploading = createSlots(parallelism.limit)
  const partsInMemory = createSlots(PARALLEL_PARTS)
  const grants = createGrantWaves({ service: parallelism.timed(service), limits, calls, clock, demand })
  const confirmations = createConfirmBatches({ service, limits, calls, patience, clock, maxTries, moreComing })
  const mobileData = createMobileData({
    network,
    askBytes: mobileDataAskBytes,
    remaining,
    changed: surroundingsChanged,
  })
  const gate = createTransferGate({ clock, patience, mobileData })
  const transfers = parallelism.learnFrom(createTransferWatch({ clock, pace: createTransferPace(network) }))
  const discard = createDiscards(service)
  const survival = createSurvival({ store, keptPhotos, list, confirmations, onLeftoverStored, changed })
  const { keeper, leftovers } = survival
  const shared = {
    http,
    clock,
    keptPhotos,
    imageTools,
    stripMetadata,
    preparation,
    preparing,
    uploading,
    partsInMemory,
    grants,
    confirmations,
    limits,
    gate,
    transfers,
    parts: (photoId: string, signal: CancelSignal) =>
      calls.call(
        () => service.parts(photoId),
        () => !signal.cancelled,
      ),
    patience,
    maxTries,
  }
  const runner = createTaskRunner({ list, shared, keeper, discard, changed, progressed })
  let paused = false
  let isTicking = false

  network.onChange(publisher.changed)

  function demand() {
    return {
      preparingCount: list.count('preparing'),
      uploadingCount: uploading.busyCount,
      queuedCount: uploading.waitingCount,
      freeCount: parallelism.limit() - uploading.busyCount,
    }
  }

  function progressed(): void {
    // What moves may have shown that more can move at once.
    uploading.fill()
    publisher.changed()
  }

  function moreComing(): boolean {
    return COMING_TO_CONFIRM.some((state) => list.count(state) > 0)
  }

  function remaining() {
    const entries = list.entries.filter(({ state }) => NOT_OUT_YET.includes(state))
    const bytesLeft = entries.reduce((sum, { byteLength, bytesSent }) => sum + byteLength - bytesSent, 0)
    return { photoCount: entries.length, bytesLeft }
  }

  function snapshot(): UploaderSnapshot {
    const now = clock.now()
    const restsUntil = gate.restsUntil()
    const resting = restsUntil === null ? null : { reason: 'rate-limit' as const, until: restsUntil }
    const { reason = null, until = null } = calls.waiting ?? resting ?? {}
    // The engine's own time does not jump when the phone's clock is set.
    const onDeviceClock = (at: number) => at - now + deps.clock.now()
    return {
      tasks: list.entries.map((entry) => entry.view(now)),
      overall: list.progress(now),
      paused,
      online: network.isOnline(),
      waitingUntil: until === null ? null : onDeviceClock(until),
      waitingFor: reason ?? (mobileData.waitsForWifi() ? 'wifi' : null),
      question: mobileData.question(),
      resumable: leftovers.offer,
      unkeptCount: survival.unkeptCount(),
    }
  }

  function surroundingsChanged(): void {
    patience.recheck()
    publisher.changed()
  }

  function changed(): void {
    survival.consider()
    calls.consider()
    mobileData.consider()
    grants.consider()
    confirmations.consider()
    publisher.changed()
    tickWhileUploading()
  }

  function tickWhileUploading(): void {
    if (isTicking || list.count('uploading') === 0) return
    isTicking = true
    clock.schedule(TICK_MS, () => {
      isTicking = false
      publisher.changed()
      tickWhileUploading()
    })
  }

  function chosen(taskId: string | undefined): readonly TaskEntry[] {
    return taskId === undefined ? list.entries : list.entries.filter(({ record }) => record.taskId === taskId)
  }

  function go(entry: TaskEntry): void {
    if (paused) runner.apply(entry, 'pause')
    else void runner.run(entry)
  }

  function retry(entry: TaskEntry): void {
    if (!runner.apply(entry, 'retry')) return
    entry.record.tries = 0
    go(entry)
  }

  return {
    add(photos, { hold = false } = {}) {
      const pickId = newId(random)
      const added = photos.map(
        (picked, position) =>
          new TaskEntry(picked, { taskId: newId(random), pickId, position, state: hold ? 'held' : 'preparing' }),
      )
      list.add(added)
      for (const entry of added) keeper.keep(entry)
      if (!hold) for (const entry of added) go(entry)
      changed()
      return pickId
    },

    start() {
      const held = list.having('held')
      // Photos of several picks may have been mixed by hand; the gallery keeps order only inside a pick.
      const pickId = held[0]?.pickId ?? ''
      held.forEach((entry, position) => {
        entry.pickId = pickId
        entry.position = position
        runner.apply(entry, 'start')
      })
      for (const entry of held) go(entry)
    },

    move(taskId, toPosition) {
      list.moveHeld(taskId, toPosition)
      changed()
    },

    subscribe: publisher.subscribe,
    snapshot,

    retry(taskId) {
      const entry = list.find(taskId)
      if (entry !== undefined) retry(entry)
    },

    retryFailed() {
      for (const entry of list.having('failed')) retry(entry)
    },

    pause(taskId) {
      if (taskId === undefined) paused = true
      for (const entry of chosen(taskId)) if (runner.apply(entry, 'pause')) entry.run.cancel()
      changed()
    },

    resume(taskId) {
      for (const entry of chosen(taskId)) if (runner.apply(entry, 'resume')) void runner.run(entry)
      paused &&= taskId !== undefined && list.count('paused') > 0
      changed()
    },

    answerMobileData: mobileData.answer,

    cancel(options) {
      runner.drop(
        list.entries.filter(({ state }) => state !== 'ready'),
        options,
      )
      list.forgetProgress()
      paused = false
      changed()
    },

    async remove(taskId) {
      const entry = list.find(taskId)
      if (entry === undefined) return
      if (entry.photo === undefined) return runner.drop([entry])
      await service.deletePhoto(entry.photo.photoId)
      list.remove([entry])
      changed()
    },

    removeFailed() {
      runner.drop([...list.having('failed'), ...list.having('refused')])
    },

    clearReady() {
      list.remove(list.having('ready'))
      changed()
    },

    resumeLeftovers() {
      const taken = leftovers.take()
      list.add(taken)
      for (const entry of taken) if (entry.state !== 'held') go(entry)
      changed()
    },

    discardLeftovers(options) {
      runner.drop(leftovers.take(), options)
    },

    tryNow() {
      gate.endRest()
      patience.tryNow()
    },
  }
}
