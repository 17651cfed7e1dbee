import { beforeEach, describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { FakeGalleryService, settle } from '../testing/fake-gallery-service.js'
import { fakePick } from '../testing/fake-photo.js'
import { FakeUploader, fakeTask } from '../testing/fake-uploader.js'
import { createGalleryScreen, type GalleryScreen } from './gallery-screen.js'
import type { GalleryView } from './gallery-view.js'
import { createPhotoList, type PhotoList } from './photo-list.js'

const NOW = new Date(2026, 10, 20, 9, 24)
const at = (day: number) => new Date(2026, 10, day, 8).toISOString()
const FRESH = { urlExpiresAt: new Date(2026, 10, 20, 10, 30).toISOString() }

let service: FakeGalleryService
let list: PhotoList
let clock: FakeClock
let uploader: FakeUploader
let screen: GalleryScreen
let view: GalleryView

beforeEach(() => {
  service = new FakeGalleryService([...fakePick('new', at(20), 4, FRESH), ...fakePick('old', at(19), 4, FRESH)])
  service.pageSize = 6
  clock = new FakeClock(NOW.toISOString())
  list = createPhotoList({ service, serverNow: () => clock.now() })
  uploader = new FakeUploader()
  screen = createGalleryScreen({
    list,
    uploader,
    clock,
    remainingTime: { update: (secondsLeft) => `${secondsLeft} s` },
    language: 'zh',
    windowWidth: 375,
    onChange: () => {
      // The list and the uploader speak up while the screen is still being made.
      if (screen !== undefined) view = screen.view()
    },
  })
  view = screen.view()
})

const tiles = () => view.days.flatMap((day) => day.blocks.flatMap((block) => block.tiles))
const selectedIds = () => tiles().flatMap((tile) => (tile.selected ? [tile.photoId] : []))

describe('loading', () => {
  it('shows days as soon as the first page is there', async () => {
    const before = view.phase

    await screen.refresh()

    expect(before).toBe('loading')
    expect(view.phase).toBe('photos')
    expect(view.days.map((day) => [day.title, day.count])).toEqual([
      ['今天', '4 张'],
      ['昨天', ''],
    ])
    expect(view.footText).toBe('正在载入更多')
  })

  it('asks for the next page when the end comes near, and says when that was all', async () => {
    await screen.refresh()

    screen.reached({ blockIds: new Set(['2026-11-20/0', '2026-11-19/0']), foot: true })
    await settle()

    expect(view.foot).toBe('end')
    expect(view.footText).toBe('就这些了，一共 8 张')
    expect(view.days[1]?.count).toBe('4 张')
  })

  it('waits for a tap after a page has failed', async () => {
    await screen.refresh()
    service.failNext('NETWORK_LOST')
    const reach = { blockIds: new Set(['2026-11-20/0']), foot: true }
    screen.reached(reach)
    await settle()
    const failed = view.footText

    screen.reached(reach)
    await settle()
    const asked = service.galleryQueries.length
    screen.loadMore()
    await settle()

    expect(failed).toBe('没载入，轻点重试')
    expect(asked).toBe(2)
    expect(view.foot).toBe('end')
  })

  it('says why nothing is there', async () => {
    service.failNext('NETWORK_TIMEOUT')

    await screen.refresh()

    expect(view).toMatchObject({
      phase: 'failed',
      failedTitle: '暂时连不上服务',
      failedText: '等一会儿再试，或换个网络看看。',
    })
  })

  it('keeps what it shows when a refresh fails, and says so', async () => {
    await screen.refresh()
    service.failNext('NETWORK_LOST')

    await screen.refresh()

    expect(view).toMatchObject({ phase: 'photos', toast: { text: '没能刷新，请稍后再试', done: false } })
  })

  it('renews links that have ended by the time their block comes near', async () => {
    await screen.refresh()
    await clock.advance(24 * 3_600_000)

    screen.reached({ blockIds: new Set(['2026-11-20/0']), foot: false })
    await settle()

    expect(service.galleryQueries).toHaveLength(2)
  })
})

describe('thousands of photos', () => {
  beforeEach(async () => {
    service = new FakeGalleryService(fakePick('many', at(20), 2_000, FRESH))
    service.pageSize = 2_000
    list = createPhotoList({ service, serverNow: () => clock.now() })
    screen = createGalleryScreen({
      list,
      uploader,
      clock,
      remainingTime: { update: () => '' },
      language: 'zh',
      windowWidth: 375,
      onChange: () => {
        if (screen !== undefined) view = screen.view()
      },
    })
    await screen.refresh()
  })

  it('have pictures near the window only', () => {
    screen.reached({ blockIds: new Set(['2026-11-20/40', '2026-11-20/41']), foot: false })

    expect(tiles()).toHaveLength(48)
    expect(tiles()[0]?.photoId).toBe('many-960')
  })

  it('cost no more than a few when they are shown', () => {
    expect(JSON.stringify(view).length).toBeLessThan(30_000)
  })
})

describe('selecting', () => {
  beforeEach(async () => {
    service.pageSize = 100
    await screen.refresh()
  })

  it('begins empty from the heading, and with the photo that was held', () => {
    screen.startSelecting()
    const fromHeading = view.title
    screen.startSelecting('new-1')

    expect(fromHeading).toBe('选择照片')
    expect(view).toMatchObject({ selecting: true, title: '已选 1 张', deleteLabel: '删除 1 张', canDelete: true })
    expect(selectedIds()).toEqual(['new-1'])
  })

  it('takes and leaves single photos, days and everything', () => {
    screen.startSelecting('new-1')

    screen.toggle('new-1')
    const none = selectedIds()
    screen.toggleDay('2026-11-19')
    const day = selectedIds()
    screen.toggleAll()
    const all = selectedIds().length
    screen.toggleAll()

    expect(none).toEqual([])
    expect(day).toEqual(['old-0', 'old-1', 'old-2', 'old-3'])
    expect(all).toBe(8)
    expect(selectedIds()).toEqual([])
  })

  it('offers to select none once all are', () => {
    screen.startSelecting()
    const before = view.selectAllLabel

    screen.toggleAll()

    expect([before, view.selectAllLabel]).toEqual(['全选', '全不选'])
  })

  it('forgets photos that are gone', async () => {
    screen.startSelecting('new-1')
    service.lose('new-1')

    await screen.refresh()

    expect(view).toMatchObject({ title: '选择照片', canDelete: false })
  })

  it('ends without a trace', () => {
    screen.startSelecting('new-1')

    screen.stopSelecting()

    expect(view).toMatchObject({ selecting: false, title: '我的照片' })
    expect(selectedIds()).toEqual([])
  })
})

describe('deleting', () => {
  beforeEach(async () => {
    service.pageSize = 100
    await screen.refresh()
    screen.startSelecting()
    for (const photoId of ['new-0', 'new-2', 'old-1']) screen.toggle(photoId)
  })

  it('asks first, and keeps everything when told so', () => {
    screen.askToDelete()
    const asked = view.deletion
    screen.keep()

    expect(asked).toMatchObject({ visible: true, question: '删除这 3 张照片？' })
    expect(asked.thumbnailUrls).toHaveLength(3)
    expect(view.deletion.visible).toBe(false)
    expect(service.deletedIds).toEqual([])
  })

  it('deletes, leaves the selection and says so for 2 s', async () => {
    screen.askToDelete()

    await screen.deleteSelected()
    const toast = view.toast
    await clock.advance(2_000)

    expect([...service.deletedIds].sort()).toEqual(['new-0', 'new-2', 'old-1'])
    expect(tiles()).toHaveLength(5)
    expect(view.selecting).toBe(false)
    expect(toast).toEqual({ text: '已删除 3 张', done: true })
    expect(view.toast.text).toBe('')
  })

  it('keeps selected what could not be deleted', async () => {
    service.undeletable.set('new-2', 'INTERNAL')

    await screen.deleteSelected()

    expect(selectedIds()).toEqual(['new-2'])
    expect(view).toMatchObject({ selecting: true, toast: { text: '1 张没删掉，请稍后再试', done: false } })
  })

  it('does nothing twice', async () => {
    await Promise.all([screen.deleteSelected(), screen.deleteSelected()])

    expect(service.deletedIds).toHaveLength(3)
  })
})

it('shows the running upload above the photos', () => {
  const overall = { ...uploader.snapshot().overall, photoCount: 9, percent: 49, secondsLeft: 17 }

  uploader.show({ tasks: [fakeTask()], overall })

  expect(view.strip).toMatchObject({ visible: true, title: '正在上传 9 张', note: '49% · 17 s' })
})

it('fits a wider window with more columns', () => {
  screen.resize(768)

  expect(view.columns).toBe(6)
})

it('shows nothing more once it is closed', async () => {
  screen.close()
  const last = view

  await list.refresh()

  expect(view).toBe(last)
})
