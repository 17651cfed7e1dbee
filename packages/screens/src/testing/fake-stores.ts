import { jest } from '@jest/globals'
import type { AppError, UploadLimits } from '@photolift/contracts'
import { FakeClock, MemoryStore } from '@photolift/platform/testing'
import type { PhotoTask, Uploader, UploaderSnapshot } from '@photolift/upload-engine'
import type { FunctionLike, Mock } from 'jest-mock'
import type { Connection, ConnectionState } from '../connection.js'
import type { PhotoList, PhotoListSnapshot } from '../gallery/photo-list.js'
import { createSettingsStore } from '../settings/settings.js'
import { fakeSnapshot } from './fake-tasks.js'

export const LIMITS: UploadLimits = {
  photoMaxBytes: 20 * 1024 * 1024,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic'],
  photosPerCall: 50,
}

/** As `jest.fn`, with a type that declarations can name. */
function spy<F extends FunctionLike>(implementation?: F): Mock<F> {
  return jest.fn(implementation)
}

/** The stores of the upload page, each in the test's hands. */
export function fakeStores() {
  const uploads = subject<UploaderSnapshot>(fakeSnapshot([]))
  const connection = subject<ConnectionState>({ phase: 'connected', error: null, limits: LIMITS })
  const gallery = subject<PhotoListSnapshot>({ photos: [], loaded: false, complete: false, errorCode: null })
  const clock = new FakeClock()

  const uploader = {
    add: spy<Uploader['add']>(() => 'pick-1'),
    start: spy<Uploader['start']>(),
    move: spy<Uploader['move']>(),
    subscribe: uploads.subscribe,
    snapshot: uploads.value,
    retry: spy<Uploader['retry']>(),
    retryFailed: spy<Uploader['retryFailed']>(),
    pause: spy<Uploader['pause']>(),
    resume: spy<Uploader['resume']>(),
    cancel: spy<Uploader['cancel']>(),
    remove: spy<Uploader['remove']>(async () => {}),
    removeFailed: spy<Uploader['removeFailed']>(),
    clearReady: spy<Uploader['clearReady']>(),
    resumeLeftovers: spy<Uploader['resumeLeftovers']>(),
    discardLeftovers: spy<Uploader['discardLeftovers']>(),
    tryNow: spy<Uploader['tryNow']>(),
    answerMobileData: spy<Uploader['answerMobileData']>(),
  } satisfies Uploader

  return {
    stores: {
      uploader,
      connection: {
        state: connection.value,
        subscribe: connection.subscribe,
        connect: spy<Connection['connect']>(async () => {}),
        lost: (error: AppError) => connection.set({ phase: 'failed', error, limits: null }),
        leave: () => connection.set({ phase: 'left', error: null, limits: LIMITS }),
        serverNow: () => clock.now(),
      } satisfies Connection,
      gallery: {
        snapshot: gallery.value,
        subscribe: gallery.subscribe,
        refresh: spy<PhotoList['refresh']>(async () =>
          gallery.set({ photos: [], loaded: true, complete: true, errorCode: null }),
        ),
      } as unknown as PhotoList,
      settings: createSettingsStore(new MemoryStore()),
      clock,
    },
    setTasks: (tasks: PhotoTask[], about: Partial<UploaderSnapshot> = {}) => uploads.set(fakeSnapshot(tasks, about)),
    failConnection: (error: AppError) => connection.set({ phase: 'failed', error, limits: null }),
    connect: () => connection.set({ phase: 'connected', error: null, limits: LIMITS }),
  }
}

function subject<Value>(initial: Value) {
  const listeners = new Set<(value: Value) => void>()
  let current = initial
  return {
    value: () => current,
    set(value: Value) {
      current = value
      for (const listener of listeners) listener(current)
    },
    subscribe(listener: (value: Value) => void) {
      listeners.add(listener)
      listener(current)
      return () => listeners.delete(listener)
    },
  }
}
