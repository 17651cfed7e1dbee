import { jest } from '@jest/globals'
import type { AppError, UploadLimits } from '@photolift/contracts'
import { FakeClock, MemoryStore } from '@photolift/platform/testing'
import type { PhotoTask, Uploader, UploaderSnapshot } from '@photolift/upload-engine'
import type { Connection, ConnectionState } from '../../../connection.js'
import type { PhotoList, PhotoListSnapshot } from '../../../gallery/photo-list.js'
import { createSettingsStore } from '../../../settings.js'
import { fakeSnapshot } from './fake-tasks.js'

export const LIMITS: UploadLimits = {
  photoMaxBytes: 20 * 1024 * 1024,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic'],
  photosPerCall: 50,
}

/** The stores of the upload page, each in the test's hands. */
export function fakeStores() {
  const uploads = subject<UploaderSnapshot>(fakeSnapshot([]))
  const connection = subject<ConnectionState>({ phase: 'connected', error: null, limits: LIMITS })
  const gallery = subject<PhotoListSnapshot>({ photos: [], loaded: false, complete: false, errorCode: null })
  const clock = new FakeClock()

  const uploader = {
    add: jest.fn<Uploader['add']>(() => 'pick-1'),
    start: jest.fn<Uploader['start']>(),
    move: jest.fn<Uploader['move']>(),
    subscribe: uploads.subscribe,
    snapshot: uploads.value,
    retry: jest.fn<Uploader['retry']>(),
    retryFailed: jest.fn<Uploader['retryFailed']>(),
    pause: jest.fn<Uploader['pause']>(),
    resume: jest.fn<Uploader['resume']>(),
    cancel: jest.fn<Uploader['cancel']>(),
    remove: jest.fn<Uploader['remove']>(async () => {}),
    removeFailed: jest.fn<Uploader['removeFailed']>(),
    clearReady: jest.fn<Uploader['clearReady']>(),
    resumeLeftovers: jest.fn<Uploader['resumeLeftovers']>(),
    discardLeftovers: jest.fn<Uploader['discardLeftovers']>(),
    tryNow: jest.fn<Uploader['tryNow']>(),
    answerMobileData: jest.fn<Uploader['answerMobileData']>(),
  } satisfies Uploader

  return {
    stores: {
      uploader,
      connection: {
        state: connection.value,
        subscribe: connection.subscribe,
        connect: jest.fn<Connection['connect']>(async () => {}),
        leave: () => connection.set({ phase: 'left', error: null, limits: LIMITS }),
        serverNow: () => clock.now(),
      } satisfies Connection,
      gallery: {
        snapshot: gallery.value,
        subscribe: gallery.subscribe,
        refresh: jest.fn<PhotoList['refresh']>(async () =>
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
