import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import type { GalleryView } from '@photolift/screens/gallery'
import { createPhotoList } from '@photolift/screens/gallery'
import { FakeGalleryService, FakeUploader, fakePick, settle } from '@photolift/screens/testing'
import { type FakeWx, installFakeWx } from '../../testing/fake-wx.js'
import { type LoadedPage, loadPage } from '../../testing/load-page.js'

const NOW = new Date(2026, 10, 20, 9, 24)

const composition = {}
jest.mock('../../composition.js', () => ({ composition }))

let openPage: () => LoadedPage
let wx: FakeWx
let clock: FakeClock
let service: FakeGalleryService
let page: LoadedPage

/** What the page's WXML shows, once what is waiting to be written has been written. */
async function shown(): Promise<GalleryView> {
  await settle()
  await clock.advance(250)
  return page.data as unknown as GalleryView
}

beforeAll(async () => {
  installFakeWx()
  openPage = await loadPage(() => import('./index.js'))
})

beforeEach(() => {
  wx = installFakeWx({
    navigateTo: async () => undefined,
    navigateBack: async () => undefined,
    reLaunch: async () => undefined,
    stopPullDownRefresh: () => undefined,
    vibrateShort: async () => undefined,
  })
  clock = new FakeClock(NOW.toISOString())
  service = new FakeGalleryService(
    fakePick('a', NOW.toISOString(), 5, { urlExpiresAt: new Date(2026, 10, 20, 10, 30).toISOString() }),
  )
  service.pageSize = 3
  const gallery = createPhotoList({ service, serverNow: () => clock.now() })
  Object.assign(composition, { gallery, uploader: new FakeUploader(), clock })
  page = openPage()
  // The blocks and the foot of a wall that fits into the window.
  measureAs({ blocks: [{ dataset: { blockId: '2026-11-20/0' }, top: 48, bottom: 300 }], foot: { top: 300 } })
})

function measureAs({ blocks, foot }: { blocks: object[]; foot: object | null }): void {
  const node = { fields: () => undefined }
  page.provide('createSelectorQuery', () => ({
    selectAll: () => node,
    select: () => node,
    exec: (done: (results: unknown[]) => void) => done([blocks, foot]),
  }))
}

describe('the gallery page', () => {
  it('fills itself to the end while the end is in reach', async () => {
    page.run('onLoad')

    const view = await shown()
    expect(view.phase).toBe('photos')
    expect((await shown()).footText).toBe('就这些了，一共 5 张')
    expect(wx['setNavigationBarTitle']).toHaveBeenCalledWith({ title: '我的照片' })
  })

  it('writes at most four times a second while photos come and go', async () => {
    page.run('onLoad')
    await shown()
    const before = page.writeCount()

    for (let change = 0; change < 50; change += 1) {
      page.tap('onAllTap')
      await clock.advance(20)
    }

    expect(page.writeCount() - before).toBeLessThanOrEqual(5)
  })

  it('opens the viewer at the photo that is tapped', async () => {
    page.run('onLoad')
    await shown()

    page.tap('onTileTap', { photoId: 'a-1', broken: false })

    expect(wx['navigateTo']).toHaveBeenCalledWith({ url: '/pages/viewer/index?photoId=a-1' })
  })

  it('selects the photo that is held, with a touch that is felt, and then whatever is tapped', async () => {
    page.run('onLoad')
    await shown()

    page.tap('onTileLongPress', { photoId: 'a-1' })
    await shown()
    page.tap('onTileTap', { photoId: 'a-2', broken: false })

    expect((await shown()).deleteLabel).toBe('删除 2 张')
    expect(wx['vibrateShort']).toHaveBeenCalledWith(expect.objectContaining({ type: 'light' }))
    expect(wx['setNavigationBarTitle']).toHaveBeenLastCalledWith({ title: '已选 2 张' })
    expect(wx['navigateTo']).not.toHaveBeenCalled()
  })

  it('deletes what was selected once the question is answered', async () => {
    page.run('onLoad')
    await shown()
    page.tap('onTileLongPress', { photoId: 'a-1' })

    page.tap('onDeleteTap')
    const asked = (await shown()).deletion.visible
    page.tap('onConfirmTap')

    expect(asked).toBe(true)
    expect((await shown()).toast.text).toBe('已删除 1 张')
    expect(service.deletedIds).toEqual(['a-1'])
  })

  it('ends the pull when the answer is there', async () => {
    page.run('onLoad')
    await shown()
    const release = service.holdAnswers()

    const pulled = page.run('onPullDownRefresh')
    const whilePulling = wx['stopPullDownRefresh']?.mock.calls.length
    await release()
    await pulled

    expect(whilePulling).toBe(0)
    expect(wx['stopPullDownRefresh']).toHaveBeenCalledTimes(1)
  })

  it('tries a picture again that did not load', async () => {
    page.run('onLoad')
    await shown()

    page.tap('onPictureError', { photoId: 'a-0' })

    expect((await shown()).days[0]?.blocks[0]?.tiles[0]).toMatchObject({ attempt: 1, broken: false })
  })

  it('goes back to the upload page, or opens it where it does not lie below', async () => {
    page.run('onLoad')
    Object.assign(globalThis, { getCurrentPages: () => ['upload', 'gallery'] })
    page.tap('onUploadTap')
    Object.assign(globalThis, { getCurrentPages: () => ['gallery'] })

    page.tap('onStripTap')

    expect(wx['navigateBack']).toHaveBeenCalledTimes(1)
    expect(wx['reLaunch']).toHaveBeenCalledWith({ url: '/pages/upload/index' })
  })

  it('writes nothing any more once it is gone', async () => {
    page.run('onLoad')
    await shown()
    page.run('onUnload')
    const before = page.writeCount()

    service.store(...fakePick('b', NOW.toISOString(), 1))
    await clock.advance(10_000)

    expect(page.writeCount()).toBe(before)
    expect(clock.pendingCount).toBe(0)
  })
})
