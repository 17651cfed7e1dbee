import { beforeEach, expect, it, jest } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createPhotoList, type PhotoList } from '../gallery/photo-list.js'
import { FakeGalleryService } from '../testing/fake-gallery-service.js'
import { fakePick } from '../testing/fake-photo.js'
import { FakeUploader } from '../testing/fake-uploader.js'
import { deleteAccount } from './delete-account.js'
import { DEFAULT_SETTINGS, type Settings } from './settings.js'

let uploader: FakeUploader
let gallery: PhotoList
let kept: Array<Partial<Settings>>

const settings = {
  set: async (change: Partial<Settings>) => {
    kept.push(change)
  },
}

const connection = { leave: jest.fn() }

beforeEach(async () => {
  connection.leave.mockClear()
  uploader = new FakeUploader()
  gallery = createPhotoList({
    service: new FakeGalleryService(fakePick('a', '2026-11-20T01:00:00.000Z', 2)),
    serverNow: () => 0,
  })
  kept = []
  await gallery.refresh()
})

it('clears all that this phone remembers, with uploads standing still meanwhile', async () => {
  const pausedDuring: boolean[] = []
  const api = {
    deleteAccount: async () => {
      pausedDuring.push(uploader.snapshot().paused)
    },
  }

  await deleteAccount({ api, connection, uploader, gallery, settings })

  expect(pausedDuring).toEqual([true])
  expect(uploader.calls).toEqual(['pause', 'cancel silently', 'discard leftovers silently', 'clearReady', 'resume'])
  expect(connection.leave).toHaveBeenCalledTimes(1)
  expect(gallery.snapshot()).toMatchObject({ photos: [], loaded: false })
  expect(kept).toEqual([DEFAULT_SETTINGS])
})

it('changes nothing when the service refuses, and uploads go on', async () => {
  const api = { deleteAccount: () => Promise.reject(new AppError('NETWORK_LOST', 'offline')) }

  await expect(deleteAccount({ api, connection, uploader, gallery, settings })).rejects.toMatchObject({
    code: 'NETWORK_LOST',
  })

  expect(uploader.calls).toEqual(['pause', 'resume'])
  expect(connection.leave).not.toHaveBeenCalled()
  expect(gallery.snapshot().photos).toHaveLength(2)
  expect(kept).toEqual([])
})

it('leaves uploads paused that the person had paused', async () => {
  uploader.show({ paused: true })
  const api = { deleteAccount: () => Promise.reject(new AppError('NETWORK_LOST', 'offline')) }

  await expect(deleteAccount({ api, connection, uploader, gallery, settings })).rejects.toMatchObject({
    code: 'NETWORK_LOST',
  })

  expect(uploader.snapshot().paused).toBe(true)
})

it('says that the account is gone where the phone is too full to keep the default settings', async () => {
  const api = { deleteAccount: async () => {} }
  const fullPhone = { set: () => Promise.reject(new AppError('STORAGE_FULL', 'full')) }

  await deleteAccount({ api, connection, uploader, gallery, settings: fullPhone })

  expect(gallery.snapshot()).toMatchObject({ photos: [], loaded: false })
})
