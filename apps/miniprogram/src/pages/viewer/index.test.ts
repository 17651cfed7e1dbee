import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createPhotoList, type PhotoList } from '@photolift/screens/gallery'
import { FakeGalleryService, fakePick, settle } from '@photolift/screens/testing'
import type { SavingViewerView } from '@photolift/screens/viewer'
import { type FakeWx, installFakeWx } from '../../testing/fake-wx.js'
import { type LoadedPage, loadPage } from '../../testing/load-page.js'

const NOW = new Date(2026, 10, 20, 9, 24)

const composition = {} as { gallery: PhotoList; clock: FakeClock }
jest.mock('../../composition.js', () => ({ composition }))

let openPage: () => LoadedPage
let wx: FakeWx
let clock: FakeClock
let service: FakeGalleryService
let page: LoadedPage

async function shown(): Promise<SavingViewerView> {
  await settle()
  await clock.advance(250)
  return page.data as unknown as SavingViewerView
}

beforeAll(async () => {
  installFakeWx()
  openPage = await loadPage(() => import('./index.js'))
})

beforeEach(() => {
  wx = installFakeWx({ navigateBack: async () => undefined, previewImage: async () => undefined })
  clock = new FakeClock(NOW.toISOString())
  service = new FakeGalleryService(
    fakePick('a', NOW.toISOString(), 3, { urlExpiresAt: new Date(2026, 10, 20, 10, 30).toISOString() }),
  )
  const gallery = createPhotoList({ service, serverNow: () => clock.now() })
  Object.assign(composition, { gallery, clock })
  page = openPage()
})

describe('the viewer page', () => {
  it('opens at the photo that its address names', async () => {
    page.run('onLoad', { photoId: 'a-1' })

    const { slides, firstSlide, phase } = await shown()
    expect(phase).toBe('photos')
    expect(slides[firstSlide]?.photoId).toBe('a-1')
    expect(wx['setNavigationBarTitle']).toHaveBeenLastCalledWith({ title: '2 / 3' })
  })

  it('says that nothing is there when its address names no photo', async () => {
    page.run('onLoad', {})

    expect(await shown()).toMatchObject({ phase: 'failed', failedText: '照片不在了，可能已被删除' })
  })

  it('follows the swiper', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    page.event('onSlideChange', { current: 2, source: 'touch' })
    page.event('onSlideRest', { current: 2 })

    await shown()
    expect(wx['setNavigationBarTitle']).toHaveBeenLastCalledWith({ title: '3 / 3' })
  })

  it('opens the platform viewer on a double tap', async () => {
    page.run('onLoad', { photoId: 'a-1' })
    await shown()

    page.tap('onSlideTap')
    page.tap('onSlideTap')

    expect(wx['previewImage']).toHaveBeenCalledWith({
      urls: [0, 1, 2].map((place) => `https://photos.example/a-${place}?view`),
      current: 'https://photos.example/a-1?view',
    })
  })

  it('goes back when the last photo has been deleted', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    for (const _ of [0, 1, 2]) {
      page.tap('onDeleteTap')
      page.tap('onConfirmTap')
      await shown()
    }

    expect(service.deletedIds).toEqual(['a-0', 'a-1', 'a-2'])
    expect(wx['navigateBack']).toHaveBeenCalledTimes(1)
  })

  it('saves to the phone, and opens the settings where the person said no once', async () => {
    wx['downloadFile'] = jest.fn((options) =>
      (options as { success(result: object): void }).success({ statusCode: 200, tempFilePath: 'wxfile://tmp_1.jpg' }),
    )
    let refusals = 1
    wx['saveImageToPhotosAlbum'] = jest.fn(() => {
      refusals -= 1
      return refusals < 0 ? Promise.resolve({}) : Promise.reject({ errMsg: 'saveImageToPhotosAlbum:fail auth deny' })
    })
    wx['openSetting'] = jest.fn(async () => ({ authSetting: { 'scope.writePhotosAlbum': true } }))
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    page.tap('onSaveTap')
    const asked = (await shown()).albumRefused
    page.tap('onAlbumLeaveTap')
    const left = (await shown()).albumRefused
    page.tap('onAlbumAllowTap')

    expect([asked, left]).toEqual([true, false])
    expect((await shown()).toast.text).toBe('已存到手机相册')
    expect(wx['saveImageToPhotosAlbum']).toHaveBeenLastCalledWith({ filePath: 'wxfile://tmp_1.jpg' })
  })

  it('shows the sheet with what is known, and takes it away', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    page.tap('onInfoTap')
    const open = (await shown()).infoVisible
    page.tap('onInfoDismiss')

    expect(open).toBe(true)
    expect((await shown()).infoVisible).toBe(false)
  })

  it('opens the page that edits, goes to what that has made, and leaves its title alone meanwhile', async () => {
    let events: Record<string, (photoId: string) => void> = {}
    wx['navigateTo'] = jest.fn((options) => {
      events = (options as { events: typeof events }).events
    })
    page.run('onLoad', { photoId: 'a-1' })
    await shown()

    page.tap('onEditTap')
    page.run('onHide')
    const made = fakePick('new', new Date(2026, 10, 20, 9, 30).toISOString(), 1)
    service.store(...made)
    composition.gallery.insert(made)
    events['edited']?.('new-0')
    await shown()
    const titleMeanwhile = wx['setNavigationBarTitle']?.mock.lastCall
    page.run('onShow')

    const { slides, firstSlide } = await shown()
    expect(wx['navigateTo']).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/edit/index?photoId=a-1' }))
    expect(titleMeanwhile).toEqual([{ title: '2 / 3' }])
    expect(wx['setNavigationBarTitle']).toHaveBeenLastCalledWith({ title: '1 / 4' })
    expect(slides[firstSlide]?.photoId).toBe('new-0')
  })

  it('leaves nothing behind', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()
    page.tap('onSlideTap')

    page.run('onUnload')

    expect(clock.pendingCount).toBe(0)
  })
})
