import { beforeEach, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createPhotoList, type PhotoList } from '../../gallery/photo-list.js'
import { FakeGalleryService } from '../../gallery/testing/fake-gallery-service.js'
import { fakePick } from '../../gallery/testing/fake-photo.js'
import { FakeUploader } from '../../gallery/testing/fake-uploader.js'
import { DEFAULT_SETTINGS, type Settings } from '../../settings.js'
import { deleteAccount } from './delete-account.js'

let uploader: FakeUploader
let gallery: PhotoList
let kept: Array<Partial<Settings>>

const settings = {
  set: async (change: Partial<Settings>) => {
    kept.push(change)
  },
}

beforeEach(async () => {
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

  await deleteAccount({ api, uploader, gallery, settings })

  expect(pausedDuring).toEqual([true])
  expect(uploader.calls).toEqual(['pause', 'cancel', 'clearReady', 'resume'])
  expect(gallery.snapshot()).toMatchObject({ photos: [], loaded: false })
  expect(kept).toEqual([DEFAULT_SETTINGS])
})

it('changes nothing when the service refuses, and uploads go on', async () => {
  const api = { deleteAccount: () => Promise.reject(new AppError('NETWORK_LOST', 'offline')) }

  await expect(deleteAccount({ api, uploader, gallery, settings })).rejects.toMatchObject({ code: 'NETWORK_LOST' })

  expect(uploader.calls).toEqual(['pause', 'resume'])
  expect(gallery.snapshot().photos).toHaveLength(2)
  expect(kept).toEqual([])
})

it('leaves uploads paused that the person had paused', async () => {
  uploader.show({ paused: true })
  const api = { deleteAccount: () => Promise.reject(new AppError('NETWORK_LOST', 'offline')) }

  await expect(deleteAccount({ api, uploader, gallery, settings })).rejects.toMatchObject({ code: 'NETWORK_LOST' })

  expect(uploader.snapshot().paused).toBe(true)
})
