import type { Clock, ImageTools, KeptPhotos } from '@photolift/platform'
import {
  FakeClock,
  FakeHttpStack,
  FakeLifecycle,
  FakeNetwork,
  type FakePhotoOptions,
  type FakeTransfer,
  fakePhotoSource,
  MemoryStore,
} from '@photolift/platform/testing'
import { createUploader, type PickedPhoto, type Preparation, type UploaderOptions } from '../src/index.js'
import { FakeUploadService, type FakeUploadServiceOptions } from './fake-upload-service.js'

export interface EngineWorldOptions extends Omit<FakeUploadServiceOptions, 'clock'> {
  clock?: FakeClock
  /** Default: every transfer is answered at once with all its bytes. */
  onTransfer?: (transfer: FakeTransfer) => void
  uploader?: UploaderOptions
  keptPhotos?: KeptPhotos
  imageTools?: ImageTools
  preparation?: () => Preparation
}

export type EngineWorld = ReturnType<typeof engineWorld>

/** An uploader with everything around it in a test's hands. */
export function engineWorld(worldOptions: EngineWorldOptions = {}) {
  const { onTransfer = succeed, uploader: options, ...others } = worldOptions
  const { keptPhotos, imageTools, preparation, ...serviceOptions } = others
  const preparing = {
    ...(keptPhotos && { keptPhotos }),
    ...(imageTools && { imageTools }),
    ...(preparation && { preparation }),
  }
  const { clock = new FakeClock() } = serviceOptions
  const service = new FakeUploadService({ ...serviceOptions, clock })
  const http = new FakeHttpStack({ onTransfer })
  service.hasArrived = (key) => http.transfers.some(({ form, arrived }) => form.fields['key'] === key && arrived)
  const network = new FakeNetwork()
  const lifecycle = new FakeLifecycle()
  const store = new MemoryStore()
  let clockErrorMs = 0
  const phoneClock: Clock = {
    now: () => clock.now() + clockErrorMs,
    schedule: (delayMs, callback) => clock.schedule(delayMs, callback),
  }
  const uploader = createUploader(
    { service, http, clock: phoneClock, network, lifecycle, store, random: seededRandom(), ...preparing },
    options,
  )
  return {
    clock,
    service,
    http,
    network,
    lifecycle,
    store,
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
