import { describe, expect, it } from '@jest/globals'
import { FakeGalleryService, settle } from '../testing/fake-gallery-service.js'
import { fakePhoto, fakePick } from '../testing/fake-photo.js'
import { createPhotoList, type PhotoList } from './photo-list.js'

const NOW = Date.parse('2026-11-20T02:00:00Z')
const MORNING = '2026-11-20T01:00:00.000Z'
const YESTERDAY = '2026-11-19T01:00:00.000Z'

function listOf(service: FakeGalleryService, serverNow = () => NOW): PhotoList {
  return createPhotoList({ service, serverNow })
}

const idsOf = (list: PhotoList) => list.snapshot().photos.map((photo) => photo.photoId)

describe('paging', () => {
  it('knows nothing before the first page', () => {
    const list = listOf(new FakeGalleryService())

    expect(list.snapshot()).toEqual({ photos: [], loaded: false, complete: false, errorCode: null })
  })

  it('goes from page to page and says when the gallery is whole', async () => {
    const list = listOf(new FakeGalleryService(fakePick('a', MORNING, 7)))

    await list.refresh()
    const afterFirst = list.snapshot()
    await list.loadMore()
    await list.loadMore()
    const afterLast = list.snapshot()

    expect(afterFirst).toMatchObject({ loaded: true, complete: false })
    expect(afterFirst.photos).toHaveLength(3)
    expect(afterLast.complete).toBe(true)
    expect(idsOf(list)).toEqual(['a-0', 'a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'])
  })

  it('asks for nothing behind the last page', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 2))
    const list = listOf(service)
    await list.refresh()

    await list.loadMore()

    expect(service.galleryQueries).toHaveLength(1)
  })

  it('asks once, however often the end comes into sight meanwhile', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 9))
    const list = listOf(service)
    await list.refresh()

    await Promise.all([list.loadMore(), list.loadMore(), list.loadMore()])

    expect(service.galleryQueries).toHaveLength(2)
    expect(idsOf(list)).toHaveLength(6)
  })

  it('keeps what it has when a page fails, says why, and goes on at the next try', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 5))
    const list = listOf(service)
    await list.refresh()
    service.failNext('NETWORK_LOST')

    await list.loadMore()
    const failed = list.snapshot()
    await list.loadMore()

    expect(failed.errorCode).toBe('NETWORK_LOST')
    expect(failed.photos).toHaveLength(3)
    expect(list.snapshot()).toMatchObject({ errorCode: null, complete: true })
    expect(idsOf(list)).toHaveLength(5)
  })

  it('hides no programming error, and loads on after one', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 1))
    const list = listOf(service)
    const broken = new TypeError('cannot read properties of undefined')
    const gallery = service.gallery.bind(service)
    service.gallery = () => Promise.reject(broken)

    await expect(list.refresh()).rejects.toBe(broken)
    service.gallery = gallery
    await list.refresh()

    expect(idsOf(list)).toEqual(['a-0'])
  })
})

describe('refresh', () => {
  it('puts new photos in front and keeps the pages that are loaded', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 6))
    const list = listOf(service)
    await list.refresh()
    await list.loadMore()
    service.store(...fakePick('new', MORNING, 2))

    await list.refresh()

    expect(idsOf(list)).toEqual(['new-0', 'new-1', 'old-0', 'old-1', 'old-2', 'old-3', 'old-4', 'old-5'])
    expect(list.snapshot().complete).toBe(true)
  })

  it('drops photos that were deleted on another phone', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 6))
    const list = listOf(service)
    await list.refresh()
    await list.loadMore()
    service.lose('a-1')

    await list.refresh()

    expect(idsOf(list)).toEqual(['a-0', 'a-2', 'a-3', 'a-4', 'a-5'])
  })

  it('starts over where more came than a page holds, so that no gap is hidden', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 6))
    const list = listOf(service)
    await list.refresh()
    await list.loadMore()
    service.store(...fakePick('new', MORNING, 8))

    await list.refresh()
    const afterRefresh = idsOf(list)
    while (!list.snapshot().complete) await list.loadMore()

    expect(afterRefresh).toEqual(['new-0', 'new-1', 'new-2'])
    expect(idsOf(list)).toHaveLength(14)
  })

  it('empties when the last photo is gone', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 1))
    const list = listOf(service)
    await list.refresh()
    service.lose('a-0')

    await list.refresh()

    expect(list.snapshot()).toMatchObject({ photos: [], complete: true })
  })
})

describe('photos that have just been stored', () => {
  it('stand where the service will put them, in picked order whatever the order of arrival', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 2))
    const list = listOf(service)
    await list.refresh()
    const [first, second, third] = fakePick('new', MORNING, 3)
    if (!first || !second || !third) throw new Error('a pick of three has three photos')

    list.insert([third])
    list.insert([first, second])

    expect(idsOf(list)).toEqual(['new-0', 'new-1', 'new-2', 'old-0', 'old-1'])
  })

  it('come once, also when a page brings them too', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 2))
    const list = listOf(service)
    await list.refresh()
    const photos = fakePick('new', MORNING, 1)
    service.store(...photos)

    list.insert(photos)
    list.insert(photos)
    await list.refresh()

    expect(idsOf(list)).toEqual(['new-0', 'old-0', 'old-1'])
  })

  it('survive a refresh that was asked for before they were stored', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 2))
    const list = listOf(service)
    await list.refresh()
    const release = service.holdAnswers()
    const refreshing = list.refresh()
    await settle()

    list.insert(fakePick('new', MORNING, 1))
    await release()
    await refreshing

    expect(idsOf(list)).toEqual(['new-0', 'old-0', 'old-1'])
  })

  it('are not missed by the first page, asked for before they were stored', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 2))
    const list = listOf(service)
    const release = service.holdAnswers()
    const refreshing = list.refresh()
    await settle()

    list.insert(fakePick('new', MORNING, 1))
    await release()
    await refreshing

    expect(idsOf(list)).toEqual(['new-0', 'old-0', 'old-1'])
  })

  it('wait for their page when they are older than everything loaded', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 5))
    const list = listOf(service)
    await list.refresh()

    list.insert([fakePhoto({ photoId: 'ancient', pickId: 'z', createdAt: '2020-01-01T00:00:00.000Z' })])

    expect(idsOf(list)).not.toContain('ancient')
  })

  it('fill an empty gallery', async () => {
    const list = listOf(new FakeGalleryService())
    await list.refresh()

    list.insert(fakePick('a', MORNING, 2))

    expect(idsOf(list)).toEqual(['a-0', 'a-1'])
  })

  it('more than a page of them are not lost by a refresh', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 2))
    const list = listOf(service)
    await list.refresh()
    const photos = fakePick('new', MORNING, 10)
    service.store(...photos)
    list.insert(photos)

    await list.refresh()

    expect(idsOf(list)).toHaveLength(12)
    expect(new Set(idsOf(list)).size).toBe(12)
  })
})

describe('deleting', () => {
  it('takes a photo out of the service, then out of the list', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 3))
    const list = listOf(service)
    await list.refresh()

    await list.deletePhoto('a-1')

    expect(service.deletedIds).toEqual(['a-1'])
    expect(idsOf(list)).toEqual(['a-0', 'a-2'])
  })

  it('asks the service once and tells who wants to know', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 1))
    const list = listOf(service)
    await list.refresh()
    const told: string[] = []
    const leave = list.onDeleted((photoId) => told.push(photoId))

    await list.deletePhoto('a-0')
    await list.deletePhoto('a-0')
    leave()

    expect(service.deletedIds).toEqual(['a-0'])
    expect(told).toEqual(['a-0'])
  })

  it('is not undone by an answer that was on its way', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 3))
    const list = listOf(service)
    await list.refresh()
    const release = service.holdAnswers()
    const refreshing = list.refresh()
    await settle()

    await list.deletePhoto('a-0')
    await release()
    await refreshing

    expect(idsOf(list)).toEqual(['a-1', 'a-2'])
  })

  it('is not undone by the upload that stored the photo', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 1))
    const list = listOf(service)
    await list.refresh()
    await list.deletePhoto('a-0')

    list.insert(fakePick('a', MORNING, 1))

    expect(idsOf(list)).toEqual([])
  })
})

describe('links', () => {
  const later = '2026-11-20T04:00:00.000Z'

  it('are left alone while they live', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 3))
    const list = listOf(service)
    await list.refresh()

    await list.renewLinks(['a-0', 'a-1'])

    expect(service.galleryQueries).toHaveLength(1)
  })

  it('are left to end where the picture is shown by the id of a cloud file, which never does', async () => {
    const ending = { urlExpiresAt: '2026-11-20T02:00:01.000Z', cloudFileId: 'cloud://env.bucket/a' }
    const service = new FakeGalleryService(fakePick('a', MORNING, 2, ending))
    const list = listOf(service)
    await list.refresh()

    await list.renewLinks(['a-0', 'a-1'])

    expect(service.galleryQueries).toHaveLength(1)
  })

  it('are renewed page by page shortly before they end, in the middle of the list too', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 9))
    let now = NOW
    const list = listOf(service, () => now)
    await list.refresh()
    await list.loadMore()
    await list.loadMore()
    service.store(...fakePick('a', MORNING, 9).map((photo) => ({ ...photo, urlExpiresAt: later })))
    now = Date.parse('2026-11-20T02:56:00Z')

    await list.renewLinks(['a-4', 'a-5'])

    const renewed = list.snapshot().photos.filter((photo) => photo.urlExpiresAt === later)
    expect(renewed.map((photo) => photo.photoId)).toEqual(['a-3', 'a-4', 'a-5'])
    expect(service.galleryQueries).toHaveLength(4)
  })

  it('are renewed before their time when a picture does not load', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 3))
    const list = listOf(service)
    await list.refresh()
    service.store(...fakePick('a', MORNING, 3).map((photo) => ({ ...photo, urlExpiresAt: later })))

    await list.renewLinks(['a-2'], { evenFresh: true })

    expect(list.snapshot().photos.map((photo) => photo.urlExpiresAt)).toEqual([later, later, later])
  })

  it('of photos that the service no longer has take the photos along', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 6))
    const list = listOf(service)
    await list.refresh()
    await list.loadMore()
    service.lose('a-4')

    await list.renewLinks(['a-4'], { evenFresh: true })

    expect(idsOf(list)).toEqual(['a-0', 'a-1', 'a-2', 'a-3', 'a-5'])
  })

  it('are found behind photos that were inserted in front of them', async () => {
    const service = new FakeGalleryService(fakePick('old', YESTERDAY, 3))
    const list = listOf(service)
    await list.refresh()
    const photos = fakePick('new', MORNING, 4)
    service.store(...photos)
    list.insert(photos)
    service.store(...fakePick('old', YESTERDAY, 3).map((photo) => ({ ...photo, urlExpiresAt: later })))

    await list.renewLinks(['old-2'], { evenFresh: true })

    expect(list.snapshot().photos.find((photo) => photo.photoId === 'old-2')?.urlExpiresAt).toBe(later)
    expect(idsOf(list)).toHaveLength(7)
  })
})

describe('one photo', () => {
  it('comes from the list while its links live, else from the service', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 4))
    const list = listOf(service)
    await list.refresh()

    const listed = await list.find('a-1')
    const unlisted = await list.find('a-3')

    expect(listed).toBe(list.snapshot().photos[1])
    expect(unlisted.photoId).toBe('a-3')
    await expect(list.find('foreign')).rejects.toMatchObject({ code: 'PHOTO_NOT_FOUND' })
  })
})

describe('clear', () => {
  it('forgets everything, and answers to earlier questions too', async () => {
    const service = new FakeGalleryService(fakePick('a', MORNING, 6))
    const list = listOf(service)
    await list.refresh()
    const release = service.holdAnswers()
    const loading = list.loadMore()
    await settle()

    list.clear()
    await release()
    await loading

    expect(list.snapshot()).toMatchObject({ photos: [], loaded: false })
  })
})

it('loads anew after a clear, without waiting for what was under way', async () => {
  const service = new FakeGalleryService(fakePick('a', MORNING, 2))
  const list = listOf(service)
  const release = service.holdAnswers()
  const hanging = list.refresh()
  await settle()
  list.clear()

  const refreshing = list.refresh()
  await release()
  await Promise.all([hanging, refreshing])

  expect(service.galleryQueries).toHaveLength(2)
  expect(idsOf(list)).toEqual(['a-0', 'a-1'])
})

it('tells its listeners at once and after each change, until they leave', async () => {
  const list = listOf(new FakeGalleryService(fakePick('a', MORNING, 4)))
  const lengths: number[] = []

  const leave = list.subscribe((snapshot) => lengths.push(snapshot.photos.length))
  await list.refresh()
  leave()
  await list.loadMore()

  expect(lengths).toEqual([0, 3])
})
