import { beforeEach, expect, it } from '@jest/globals'
import { FakeGalleryService, settle } from '../testing/fake-gallery-service.js'
import { fakePick } from '../testing/fake-photo.js'
import { createPhotoList, type PhotoList } from './photo-list.js'
import { createPictureRepairs, type PictureRepairs } from './picture-repairs.js'

let service: FakeGalleryService
let list: PhotoList
let repairs: PictureRepairs
let changes: number

beforeEach(async () => {
  service = new FakeGalleryService(fakePick('a', '2026-11-20T01:00:00.000Z', 3))
  list = createPhotoList({ service, serverNow: () => Date.parse('2026-11-20T02:00:00Z') })
  await list.refresh()
  changes = 0
  repairs = createPictureRepairs(list, () => {
    changes += 1
  })
})

it('shows every picture until one fails', () => {
  expect(repairs.stateOf('a-0').phase).toBe('shown')
})

it('renews the link of a picture that failed and shows it again', async () => {
  repairs.failed('a-0')
  const meanwhile = repairs.stateOf('a-0').phase
  await settle()

  expect(meanwhile).toBe('renewing')
  expect(repairs.stateOf('a-0').attempt).toBe(1)
  expect(repairs.stateOf('a-0').phase).toBe('shown')
  expect(service.galleryQueries).toHaveLength(2)
  expect(changes).toBe(2)
})

it('asks once for a screenful of failures', async () => {
  for (const photoId of ['a-0', 'a-1', 'a-2']) repairs.failed(photoId)
  await settle()

  expect(service.galleryQueries).toHaveLength(2)
})

it('leaves a picture alone whose renewed link fails too, until someone taps it', async () => {
  repairs.failed('a-0')
  await settle()

  repairs.failed('a-0')
  const afterSecond = repairs.stateOf('a-0').phase
  repairs.retry('a-0')
  await settle()

  expect(afterSecond).toBe('broken')
  expect(repairs.stateOf('a-0').phase).toBe('shown')
  expect(service.galleryQueries).toHaveLength(3)
})

it('says broken when no new link can be had', async () => {
  service.failNext('NETWORK_LOST')

  repairs.failed('a-0')
  await settle()

  expect(repairs.stateOf('a-0').phase).toBe('broken')
})

it('gives every picture a new chance after a reset', async () => {
  service.failNext('NETWORK_LOST')
  repairs.failed('a-0')
  await settle()

  repairs.reset()

  expect(repairs.stateOf('a-0').phase).toBe('shown')
})
