import { beforeEach, describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createPhotoList, type PhotoList } from '../gallery/photo-list.js'
import { FakeGalleryService, settle } from '../testing/fake-gallery-service.js'
import { fakePick } from '../testing/fake-photo.js'
import type { SaveOutcome } from './save-outcome.js'
import { createSavingViewer, type SavingViewer, type SavingViewerView } from './saving-viewer.js'

const AT = new Date(2026, 10, 20, 9, 24).toISOString()
const FRESH = { urlExpiresAt: new Date(2026, 10, 20, 10, 30).toISOString() }

let service: FakeGalleryService
let list: PhotoList
let clock: FakeClock
let emptied: number
let changesSinceEmptied: number
let zooms: Array<{ urls: string[]; currentUrl: string }>
let savedUrls: string[]
let saveOutcomes: SaveOutcome[]
let albumAllowed: boolean

function startWith(photoCount: number, pageSize = photoCount): void {
  service = new FakeGalleryService(fakePick('a', AT, photoCount, FRESH))
  service.pageSize = pageSize
  list = createPhotoList({ service, serverNow: () => clock.now() })
}

function viewerOf(photoId: string): SavingViewer {
  return createSavingViewer({
    list,
    clock,
    language: 'zh',
    photoId,
    onChange: () => {
      if (emptied > 0) changesSinceEmptied += 1
    },
    onEmpty: () => {
      emptied += 1
    },
    onZoom: (urls, currentUrl) => zooms.push({ urls, currentUrl }),
    save: async (url) => {
      savedUrls.push(url)
      return saveOutcomes.shift() ?? 'saved'
    },
    allowAlbum: async () => albumAllowed,
  })
}

beforeEach(() => {
  clock = new FakeClock(AT)
  emptied = 0
  changesSinceEmptied = 0
  zooms = []
  savedUrls = []
  saveOutcomes = []
  albumAllowed = false
  startWith(5)
})

/** What is shown once everything that was started is done. */
async function shownBy(screen: SavingViewer): Promise<SavingViewerView> {
  await settle()
  return screen.view()
}

const currentOf = ({ slides, firstSlide }: SavingViewerView) => slides[firstSlide]?.photoId

describe('opening', () => {
  it('starts at the photo that was tapped', async () => {
    await list.refresh()

    const screen = viewerOf('a-2')
    await screen.open()

    const view = await shownBy(screen)
    expect(view).toMatchObject({ phase: 'photos', title: '3 / 5', caption: '11 月 20 日 09:24 · 2.8\u00a0MB' })
    expect(currentOf(view)).toBe('a-2')
  })

  it('loads the gallery first when nothing of it is known, so that one can swipe on', async () => {
    const screen = viewerOf('a-2')
    await screen.open()

    expect((await shownBy(screen)).slides).toHaveLength(5)
  })

  it('shows a photo alone that lies behind the pages that are known', async () => {
    startWith(9, 3)

    const screen = viewerOf('a-7')
    await screen.open()

    const { slides, title } = await shownBy(screen)
    expect(slides.map((slide) => slide.photoId)).toEqual(['a-7'])
    expect(title).toBe('1 / 1')
  })

  it('does not claim to know how many there are', async () => {
    startWith(9, 3)
    await list.refresh()

    const screen = viewerOf('a-1')
    await screen.open()

    expect((await shownBy(screen)).title).toBe('2 / 3+')
  })

  it('says that a photo is gone', async () => {
    const screen = viewerOf('gone')

    await screen.open()

    expect(await shownBy(screen)).toMatchObject({ phase: 'failed', failedText: '照片不在了，可能已被删除' })
  })

  it('says what to do when the service does not answer, and tries again', async () => {
    startWith(9, 3)
    await list.refresh()
    service.failNext('NETWORK_LOST')
    const screen = viewerOf('a-7')

    await screen.open()
    const failed = await shownBy(screen)
    await screen.open()

    expect(failed).toMatchObject({ phase: 'failed', failedText: '照片没载入，等一会儿再试，或换个网络看看。' })
    expect((await shownBy(screen)).phase).toBe('photos')
  })
})

describe('swiping', () => {
  it('loads the pictures of the current photo and its neighbours, no others', async () => {
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    screen.slideTo(2)

    const { slides, title } = await shownBy(screen)
    const loaded = slides.filter((slide) => slide.viewUrl !== '')
    expect(title).toBe('3 / 5')
    expect(loaded.map((slide) => slide.photoId)).toEqual(['a-1', 'a-2', 'a-3'])
  })

  it('never moves a swiper that has a finger on it', async () => {
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()
    const { firstSlide, slideRound } = await shownBy(screen)

    screen.slideTo(1)
    screen.slideTo(2)

    expect(await shownBy(screen)).toMatchObject({ firstSlide, slideRound })
  })

  it('goes through thousands of photos with few slides', async () => {
    startWith(2_000)
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    let most = 0
    for (let place = 0; place < 100; place += 1) {
      const { slides } = screen.view()
      most = Math.max(most, slides.length)
      screen.slideTo(slides.findIndex((slide) => slide.photoId === `a-${place}`) + 1)
      screen.rest()
    }

    expect(screen.view().title).toBe('101 / 2000')
    expect(most).toBeLessThanOrEqual(31)
  })

  it('asks for the next page before the last photo is reached', async () => {
    startWith(9, 6)
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    screen.slideTo(1)
    await settle()

    expect(list.snapshot().complete).toBe(true)
    expect((await shownBy(screen)).title).toBe('2 / 9')
  })

  it('renews links that have ended', async () => {
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()
    await clock.advance(2 * 3_600_000)

    screen.slideTo(1)
    await settle()

    expect(service.galleryQueries).toHaveLength(2)
  })
})

describe('taps', () => {
  it('hide the bars and bring them back', async () => {
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    screen.tap()
    await clock.advance(300)
    const hidden = await shownBy(screen)
    screen.tap()
    await clock.advance(300)

    expect(hidden).toMatchObject({ barsVisible: false, title: '' })
    expect(await shownBy(screen)).toMatchObject({ barsVisible: true, title: '1 / 5' })
    expect(zooms).toEqual([])
  })

  it('two in a row open the platform viewer and leave the bars alone', async () => {
    await list.refresh()
    const screen = viewerOf('a-1')
    await screen.open()

    screen.tap()
    await clock.advance(200)
    screen.tap()
    await clock.advance(1_000)

    expect(zooms).toHaveLength(1)
    expect(zooms[0]?.currentUrl).toBe('https://photos.example/a-1?view')
    expect(zooms[0]?.urls).toHaveLength(5)
    expect((await shownBy(screen)).barsVisible).toBe(true)
  })
})

describe('a picture that does not load', () => {
  it('is tried again with a new link, then stays small with a way to retry', async () => {
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    screen.pictureFailed('a-0')
    const renewed = (await shownBy(screen)).slides[0]
    screen.pictureFailed('a-0')
    const broken = (await shownBy(screen)).slides[0]
    screen.retryPicture('a-0')

    expect(renewed).toMatchObject({ attempt: 1, brokenText: '', viewUrl: 'https://photos.example/a-0?view' })
    expect(broken).toMatchObject({
      brokenText: '大图没载入，轻点重试',
      viewUrl: '',
      thumbnailUrl: 'https://photos.example/a-0?thumbnail',
    })
    expect((await shownBy(screen)).slides[0]).toMatchObject({ attempt: 2, brokenText: '' })
  })
})

it('says of a HEIC photo that does not load that it cannot be shown here', async () => {
  service = new FakeGalleryService(fakePick('a', AT, 1, { ...FRESH, contentType: 'image/heic' }))
  list = createPhotoList({ service, serverNow: () => clock.now() })
  const screen = viewerOf('a-0')
  await screen.open()
  screen.pictureFailed('a-0')
  await settle()

  screen.pictureFailed('a-0')

  expect((await shownBy(screen)).slides[0]?.brokenText).toBe('这里打不开 HEIC 大图，先看小图')
})

describe('saving to the phone', () => {
  async function openAt(photoId: string): Promise<SavingViewer> {
    await list.refresh()
    const screen = viewerOf(photoId)
    await screen.open()
    return screen
  }

  it('takes the photo in full, and says when it is there', async () => {
    const screen = await openAt('a-2')

    const saved = screen.saveCurrent()
    const meanwhile = screen.view().saving
    await Promise.all([saved, screen.saveCurrent()])

    expect(meanwhile).toBe(true)
    expect(savedUrls).toEqual(['https://photos.example/a-2?view'])
    expect(screen.view()).toMatchObject({ saving: false, toast: { text: '已存到手机相册', done: true } })
  })

  it('takes a link that has not ended', async () => {
    const screen = await openAt('a-2')
    await clock.advance(2 * 3_600_000)
    const asked = service.galleryQueries.length

    await screen.saveCurrent()

    expect(service.galleryQueries.length).toBe(asked + 1)
    expect(savedUrls).toHaveLength(1)
  })

  it.each<[SaveOutcome, string]>([
    ['failed', '没存到手机，请再试一次'],
    ['cancelled', ''],
  ])('says so where it has %s', async (outcome, toast) => {
    const screen = await openAt('a-2')
    saveOutcomes = [outcome]

    await screen.saveCurrent()

    expect(screen.view()).toMatchObject({ saving: false, albumRefused: false, toast: { text: toast, done: false } })
  })

  it('explains a refusal, and saves once the settings allow it', async () => {
    const screen = await openAt('a-2')
    saveOutcomes = ['refused']
    await screen.saveCurrent()
    const explained = screen.view().albumRefused
    albumAllowed = true

    await screen.allowAlbum()

    expect(explained).toBe(true)
    expect(savedUrls).toHaveLength(2)
    expect(screen.view()).toMatchObject({ albumRefused: false, toast: { text: '已存到手机相册', done: true } })
  })

  it('saves nothing where the settings stay as they are, or are not wanted', async () => {
    const screen = await openAt('a-2')
    saveOutcomes = ['refused', 'refused']
    await screen.saveCurrent()
    await screen.allowAlbum()
    await screen.saveCurrent()

    screen.leaveAlbum()

    expect(savedUrls).toHaveLength(2)
    expect(screen.view().albumRefused).toBe(false)
  })
})

describe('deleting', () => {
  it('asks, deletes and goes on to the next photo', async () => {
    await list.refresh()
    const screen = viewerOf('a-2')
    await screen.open()

    screen.askToDelete()
    const asked = (await shownBy(screen)).deletion
    await screen.deleteCurrent()

    expect(asked).toEqual({ visible: true, question: '删除这张照片？' })
    expect(service.deletedIds).toEqual(['a-2'])
    const view = await shownBy(screen)
    expect(view).toMatchObject({ title: '3 / 4', toast: { text: '已删除 1 张', done: true } })
    expect(currentOf(view)).toBe('a-3')
  })

  it('goes back to the one before when it was the last', async () => {
    await list.refresh()
    const screen = viewerOf('a-4')
    await screen.open()

    await screen.deleteCurrent()

    expect(currentOf(await shownBy(screen))).toBe('a-3')
  })

  it('leaves when nothing is left', async () => {
    startWith(1)
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    await screen.deleteCurrent()

    expect(emptied).toBe(1)
  })

  it('tells nothing after it has left, for its title would stand over the page below', async () => {
    startWith(1)
    await list.refresh()
    const screen = viewerOf('a-0')
    await screen.open()

    await screen.deleteCurrent()

    expect(changesSinceEmptied).toBe(0)
  })

  it('leaves when the photo was shown alone', async () => {
    startWith(9, 3)
    const screen = viewerOf('a-7')
    await screen.open()

    await screen.deleteCurrent()

    expect(emptied).toBe(1)
  })

  it('stays and says so when it does not work', async () => {
    await list.refresh()
    service.undeletable.set('a-2', 'INTERNAL')
    const screen = viewerOf('a-2')
    await screen.open()

    await screen.deleteCurrent()

    const view = await shownBy(screen)
    expect(currentOf(view)).toBe('a-2')
    expect(view.toast).toEqual({ text: '1 张没删掉，请稍后再试', done: false })
  })

  it('keeps the photo when told so', async () => {
    await list.refresh()
    const screen = viewerOf('a-2')
    await screen.open()

    screen.askToDelete()
    screen.keep()

    expect((await shownBy(screen)).deletion.visible).toBe(false)
    expect(service.deletedIds).toEqual([])
  })
})

it('shows what is known about the photo, and hides it again', async () => {
  await list.refresh()
  const screen = viewerOf('a-0')
  await screen.open()

  screen.showInfo()
  const open = await shownBy(screen)
  screen.hideInfo()

  expect(open.infoVisible).toBe(true)
  expect(open.facts.map((fact) => fact.name)).toContain('上传时间')
  expect((await shownBy(screen)).infoVisible).toBe(false)
})

describe('a photo that was made out of the current one', () => {
  it('is gone to, and said to be saved', async () => {
    await list.refresh()
    const screen = viewerOf('a-3')
    await screen.open()
    list.insert([...fakePick('new', new Date(2026, 10, 20, 9, 30).toISOString(), 1, FRESH)])

    screen.showEdited('new-0')

    const view = await shownBy(screen)
    expect(currentOf(view)).toBe('new-0')
    expect(view).toMatchObject({ title: '1 / 6', toast: { text: '已存为新照片', done: true } })
    screen.close()
  })

  it('is not opened where the list does not reach it, but said all the same', async () => {
    const screen = viewerOf('a-3')
    await screen.open()

    screen.showEdited('elsewhere')

    const view = await shownBy(screen)
    expect(currentOf(view)).toBe('a-3')
    expect(view.toast.text).toBe('已存为新照片')
    screen.close()
  })
})

describe('a photo that lies in the cloud', () => {
  beforeEach(() => {
    service.store(...fakePick('a', AT, 5, { ...FRESH, cloudFileId: 'cloud://env.bucket/a' }))
  })

  it('is shown and zoomed by its id', async () => {
    const screen = viewerOf('a-1')
    await screen.open()

    screen.tap()
    screen.tap()

    const { slides, firstSlide } = await shownBy(screen)
    expect(slides[firstSlide]?.viewUrl).toBe('cloud://env.bucket/a')
    expect(zooms[0]?.currentUrl).toBe('cloud://env.bucket/a')
  })

  it('is shown by a fresh link where the id does not load', async () => {
    const screen = viewerOf('a-1')
    await screen.open()

    screen.pictureFailed('a-1')

    const { slides, firstSlide } = await shownBy(screen)
    expect(slides[firstSlide]).toMatchObject({ viewUrl: 'https://photos.example/a-1?view', brokenText: '' })
    expect(service.galleryQueries).toHaveLength(2)
  })
})
