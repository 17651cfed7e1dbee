import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Photo } from '@photolift/contracts'
import { FakeClock } from '@photolift/platform/testing'
import { createPhotoList } from '@photolift/screens/gallery'
import { FakeGalleryService, fakePhoto, fakePick, settle } from '@photolift/screens/testing'
import { type FakeWx, installFakeWx } from '../../testing/fake-wx.js'
import { type LoadedPage, loadPage } from '../../testing/load-page.js'
import type { EditView } from './edit-view.js'

const NOW = new Date(2026, 10, 20, 9, 24)

const composition = {}
jest.mock('../../composition.js', () => ({ composition }))

let openPage: () => LoadedPage
let wx: FakeWx
let clock: FakeClock
let page: LoadedPage
let editPhoto: jest.Mock<() => Promise<Photo>>
let told: unknown[][]
/** Of the stage, which the tools below make lower. */
let stageHeight: number

async function shown(): Promise<EditView> {
  await settle()
  await clock.advance(250)
  await settle()
  await clock.advance(250)
  return page.data as unknown as EditView
}

beforeAll(async () => {
  installFakeWx()
  openPage = await loadPage(() => import('./index.js'))
})

beforeEach(() => {
  wx = installFakeWx({
    navigateBack: async () => undefined,
    vibrateShort: () => undefined,
    enableAlertBeforeUnload: () => undefined,
    disableAlertBeforeUnload: () => undefined,
  })
  clock = new FakeClock(NOW.toISOString())
  const service = new FakeGalleryService(fakePick('a', NOW.toISOString(), 2, { width: 300, height: 400 }))
  const gallery = createPhotoList({ service, serverNow: () => clock.now() })
  editPhoto = jest.fn(async () => fakePhoto({ photoId: 'new-0', createdAt: NOW.toISOString() }))
  Object.assign(composition, { gallery, clock, api: { editPhoto } })
  told = []
  stageHeight = 432
  page = openPage()
  page.provide('getOpenerEventChannel', () => ({ emit: (...args: unknown[]) => told.push(args) }))
  page.provide('createSelectorQuery', () => ({
    select: () => ({
      boundingClientRect: (answer: (rect: object) => void) => ({
        exec: () => answer({ left: 0, top: 0, width: 348, height: stageHeight }),
      }),
    }),
  }))
})

describe('the edit page', () => {
  it('opens the photo that its address names, in the room that there is', async () => {
    page.run('onLoad', { photoId: 'a-0' })

    expect(await shown()).toMatchObject({ phase: 'editing', canvasStyle: 'width:300px;height:400px;' })
    expect(wx['setNavigationBarTitle']).toHaveBeenCalledWith({ title: '编辑照片' })
  })

  it('measures again when other tools stand below the picture, and when the window changes', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    stageHeight = 232
    page.tap('onTabTap', { tab: 'filter' })
    const filtering = (await shown()).canvasStyle
    stageHeight = 132
    page.run('onResize')

    expect(filtering).toBe('width:150px;height:200px;')
    expect((await shown()).canvasStyle).toBe('width:75px;height:100px;')
  })

  it('follows a finger on a corner', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    const touch = (clientX: number, clientY: number) => ({
      touches: [{ clientX, clientY }],
      currentTarget: { dataset: { grip: 'north-west' } },
    })
    page.run('onGrip', touch(24, 16))
    page.run('onDrag', touch(54, 56))
    page.run('onLetGo')

    expect((await shown()).cropStyle).toBe('left:30px;top:40px;width:270px;height:360px;')
  })

  it('saves, tells the page that opened it, and goes back', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    page.tap('onMirrorTap')
    expect((await shown()).guarded).toBe(true)
    page.tap('onSaveTap')
    await shown()

    expect(editPhoto).toHaveBeenCalledTimes(1)
    expect(told).toEqual([['edited', 'new-0']])
    expect(page.data['guarded']).toBe(false)
    expect(wx['disableAlertBeforeUnload']).toHaveBeenCalledTimes(1)
    expect(wx['navigateBack']).toHaveBeenCalledTimes(1)
  })

  it('lets WeChat ask at the arrow of the bar while there are changes, and no longer', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()
    page.tap('onMirrorTap')
    page.tap('onTurnTap')
    const [asked] = wx['enableAlertBeforeUnload']?.mock.calls ?? []
    page.tap('onResetTap')

    expect(asked?.[0]).toMatchObject({ message: '修改还没有存下来，要放弃吗？' })
    expect(wx['enableAlertBeforeUnload']).toHaveBeenCalledTimes(1)
    expect(wx['disableAlertBeforeUnload']).toHaveBeenCalledTimes(1)
  })

  it('works on a client that cannot ask', async () => {
    delete wx['enableAlertBeforeUnload']
    page.run('onLoad', { photoId: 'a-0' })
    await shown()

    page.tap('onMirrorTap')

    expect((await shown()).edited).toBe(true)
  })

  it('asks before it is left with changes, once a swipe has taken the guard away', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()
    page.tap('onFilterTap', { filter: 'grey' })
    await shown()

    page.run('onGuardLeave')
    const asking = (await shown()).leaving
    page.tap('onStayTap')
    const guardedAgain = (await shown()).guarded
    page.run('onGuardLeave')
    await shown()
    page.tap('onLeaveTap')

    expect([asking, guardedAgain]).toEqual([true, true])
    expect(wx['navigateBack']).toHaveBeenCalledTimes(1)
  })

  it('leaves nothing behind', async () => {
    page.run('onLoad', { photoId: 'a-0' })
    await shown()
    page.tap('onTurnTap')

    page.run('onUnload')

    expect(clock.pendingCount).toBe(0)
  })
})
