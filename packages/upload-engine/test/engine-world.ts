import type { Photo } from '@photolift/contracts'
import type { Clock, HttpRequest, HttpResponse, ImageTools } from '@photolift/platform'
import {
  FakeClock,
  FakeHttpStack,
  FakeLifecycle,
  FakeNetwork,
  type FakePhotoOptions,
  type FakeTransfer,
  fakePhotoSource,
  MemoryKeptPhotos,
  MemoryStore,
} from '@photolift/platform/testing'
import { createUploader, type PickedPhoto, type Preparation, type UploaderOptions } from '../src/index.js'
import { stripMetadata } from '../src/metadata/strip-metadata.js'
import { FakeUploadService, type FakeUploadServiceOptions } from './fake-upload-service.js'

export interface EngineWorldOptions extends Omit<FakeUploadServiceOptions, 'clock'> {
  clock?: FakeClock
  /** Default: every transfer is answered at once with all its bytes. */
  onTransfer?: (transfer: FakeTransfer) => void
  /** Answers the PUT of a part. Default: 404. */
  onPart?: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>
  uploader?: UploaderOptions
  /** Default: a place of its own; null: the platform has none. */
  keptPhotos?: MemoryKeptPhotos | null
  imageTools?: ImageTools
  preparation?: () => Preparation
  /** A world whose app was killed: service and phone are the same, the clock goes on from there. */
  after?: KilledWorld
}

export interface KilledWorld {
  service: FakeUploadService
  store: MemoryStore
  keptPhotos: MemoryKeptPhotos
  clock: FakeClock
  runCount: number
}

export type EngineWorld = ReturnType<typeof engineWorld>

/** An uploader with everything around it in a test's hands. */
export function engineWorld(worldOptions: EngineWorldOptions = {}) {
  const { onTransfer = succeed, onPart, uploader: options, after, ...others } = worldOptions
  const { keptPhotos: place, imageTools, preparation, ...serviceOptions } = others
  const preparing = { ...(imageTools && { imageTools }), ...(preparation && { preparation }) }
  const { clock = new FakeClock(after && new Date(after.clock.now()).toISOString()) } = serviceOptions
  const service = after?.service ?? new FakeUploadService({ ...serviceOptions, clock })
  const http = new FakeHttpStack({ onTransfer, ...(onPart && { onSend: onPart }) })
  const hadArrived = after?.service.hasArrived ?? (() => false)
  service.hasArrived = (key) =>
    hadArrived(key) || http.transfers.some(({ form, arrived }) => form.fields['key'] === key && arrived)
  const network = new FakeNetwork()
  const lifecycle = new FakeLifecycle()
  const store = after?.store ?? new MemoryStore()
  const keptPhotos = after?.keptPhotos ?? place ?? new MemoryKeptPhotos()
  const runCount = (after?.runCount ?? 0) + 1
  const stored: Photo[] = []
  let clockErrorMs = 0
  const phoneClock: Clock = {
    now: () => clock.now() + clockErrorMs,
    schedule: (delayMs, callback) => clock.schedule(delayMs, callback),
  }
  const uploader = createUploader(
    {
      service,
      http,
      clock: phoneClock,
      network,
      lifecycle,
      store,
      ...(place !== null && { keptPhotos }),
      random: seededRandom(runCount),
      onLeftoverStored: (photo) => stored.push(photo),
      stripMetadata,
      ...preparing,
    },
    options,
  )
  return {
    clock,
    service,
    http,
    network,
    lifecycle,
    store,
    keptPhotos,
    runCount,
    /** What an earlier run had sent, as the app hears of it. */
    leftoversStored: stored,
    uploader,
    /** Sets the phone's own clock; time itself and the service's clock go on. */
    setClock(errorMs: number) {
      clockErrorMs = errorMs
    },
    states: () => uploader.snapshot().tasks.map(({ state }) => state),
    /** @throws Error where there is none */
    task(index: number) {
      const task = uploader.snapshot().tasks[index]
      if (task === undefined) throw new Error(`there is no task ${index}`)
      return task
    },
    /** @throws Error where it has not begun */
    transfer(index: number) {
      const transfer = http.transfers[index]
      if (transfer === undefined) throw new Error(`transfer ${index} has not begun`)
      return transfer
    },
  }
}

export function pickedPhotos(count: number, options: FakePhotoOptions = {}): PickedPhoto[] {
  return Array.from({ length: count }, (_, index) => ({
    source: fakePhotoSource(options),
    localUrl: `wxfile://tmp/${index}.jpg`,
  }))
}

/** Leaves a transfer for the test to answer. */
export function leaveOpen(): void {}

function succeed(transfer: FakeTransfer): void {
  transfer.progress(transfer.form.photo.byteLength)
  transfer.answer({ status: 204 })
}

/** Mulberry32: the same numbers in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
