import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { fakeStores, fakeTasks } from '@photolift/screens/testing/upload'
import type { PickedPhoto } from '@photolift/upload-engine'
import { type LoadedPage, loadPage } from '../src/testing/load-page.js'
import { fakePhone, fakeWx } from './fake-wx.js'

describe('the upload page', () => {
  let fakes: ReturnType<typeof fakeStores>
  let page: LoadedPage
  let navigateTo: jest.Mock<(options: { url: string }) => Promise<void>>
  let chooseMedia: jest.Mock<() => Promise<{ tempFiles: { tempFilePath: string; size: number }[] }>>
  let scene: number

  async function open(): Promise<void> {
    jest.resetModules()
    jest.doMock('../src/composition.js', () => ({ composition: fakes.stores }))
    const openPage = await loadPage(() => import('../src/pages/upload/index.js'))
    page = openPage()
    page.run('onLoad')
    page.run('onShow')
  }

  beforeEach(() => {
    fakes = fakeStores()
    scene = 1001
    navigateTo = jest.fn(async () => {})
    chooseMedia = jest.fn(async () => ({ tempFiles: [{ tempFilePath: 'wxfile://1.jpg', size: 10 }] }))
    fakeWx({
      ...fakePhone(),
      navigateTo,
      chooseMedia,
      setNavigationBarTitle: jest.fn(async () => {}),
      vibrateShort: jest.fn(async () => {}),
      getEnterOptionsSync: () => ({ scene }),
      getFileSystemManager: () => ({}),
    })
  })

  it('uploads what a tap on its button has picked', async () => {
    await open()
    expect(page.data).toMatchObject({ screen: 'empty', actions: { right: { action: 'choose' } } })

    page.tap('onActionTap', { action: 'choose' })
    await jest.requireActual<typeof import('@photolift/platform/testing')>('@photolift/platform/testing').settle()

    const [photos] = fakes.stores.uploader.add.mock.calls[0] as [PickedPhoto[]]
    expect(photos.map(({ localUrl }) => localUrl)).toEqual(['wxfile://1.jpg'])
  })

  it('shows photos on their way with at most four setData a second', async () => {
    await open()
    const writesBefore = page.writeCount()

    for (let percent = 0; percent < 99; percent++) {
      fakes.setTasks(fakeTasks(...Array(50).fill('uploading')).map((task) => ({ ...task, percent })))
      await fakes.stores.clock.advance(20)
    }

    expect(page.writeCount() - writesBefore).toBeLessThanOrEqual(8)
    expect(page.data['tiles']).toHaveLength(50)
    expect((page.data['tiles'] as { bar: number }[])[49]?.bar).toBeGreaterThan(85)
  })

  it('is not written to while another page lies over it', async () => {
    await open()
    fakes.setTasks(fakeTasks('waiting'))
    await fakes.stores.clock.advance(1_000)
    const writesBefore = page.writeCount()

    page.run('onHide')
    fakes.setTasks(fakeTasks('ready'))
    await fakes.stores.clock.advance(1_000)
    expect(page.writeCount()).toBe(writesBefore)

    page.run('onShow')
    expect(page.data).toMatchObject({ phase: 'done' })
  })

  it('goes to a stored photo in the viewer', async () => {
    await open()
    fakes.setTasks(fakeTasks('ready'))

    page.event('onTileOpen', { taskId: 'task-1' })

    expect(navigateTo).toHaveBeenCalledWith({ url: '/pages/viewer/index?photoId=photo-of-task-1' })
  })

  it('offers no upload in single page mode', async () => {
    scene = 1154
    await open()

    expect(page.data['screen']).toBe('single-page')
  })

  it('moves a held photo to where it is dragged', async () => {
    await open()
    fakes.setTasks(fakeTasks('held', 'held', 'held'))
    await fakes.stores.clock.advance(300)
    page.provide('createSelectorQuery', () => rectangles([0, 117, 234]))

    await page.tap('onTileHold', { taskId: 'task-1' })
    page.run('onTilesTouchMove', { touches: [{ clientX: 250, clientY: 20 }] })
    page.run('onTilesTouchEnd')
    page.run('onTilesTouchMove', { touches: [{ clientX: 130, clientY: 20 }] })

    expect(fakes.stores.uploader.move.mock.calls).toEqual([['task-1', 2]])
    expect(page.data['draggedTaskId']).toBe('')
  })

  it('lets a photo that goes up already stay where it is', async () => {
    await open()
    fakes.setTasks(fakeTasks('uploading'))
    await fakes.stores.clock.advance(300)

    await page.tap('onTileHold', { taskId: 'task-1' })

    expect(page.data['draggedTaskId']).toBe('')
  })
})

/** A selector query that finds tiles at these left edges. */
function rectangles(lefts: number[]) {
  const query = {
    selectAll: () => query,
    boundingClientRect: (done: (rects: object[]) => void) => ({
      exec: () => done(lefts.map((left) => ({ left, top: 0, width: 109, height: 109 }))),
    }),
  }
  return query
}
