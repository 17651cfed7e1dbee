import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { AppError, type EditOperation, type ErrorCode, type Photo } from '@photolift/contracts'
import { createPhotoList, type PhotoList } from '@photolift/screens/gallery'
import { FakeGalleryService, fakePhoto, fakePick, settle } from '@photolift/screens/testing'
import { installFakeWx } from '../../testing/fake-wx.js'
import { createEditScreen, type EditScreen } from './edit-screen.js'
import type { EditView } from './edit-view.js'

const AT = '2026-11-20T09:24:00.000Z'
const LATER = '2026-11-20T09:30:00.000Z'
const SIZE = { width: 3_000, height: 4_000 }
const STAGE = { left: 24, top: 16, width: 300, height: 400 }

let service: FakeGalleryService
let list: PhotoList
let editPhoto: jest.Mock<(photoId: string, operations: EditOperation[]) => Promise<Photo>>
let saved: Photo[]
let left: number

function setUp(photos: Photo[] = fakePick('a', AT, 3, SIZE)): EditScreen {
  service = new FakeGalleryService(photos)
  service.pageSize = 10
  list = createPhotoList({ service, serverNow: () => Date.parse('2026-11-20T01:30:00Z') })
  return createEditScreen({
    list,
    api: { editPhoto },
    language: 'zh',
    photoId: photos[0]?.photoId ?? '',
    onChange: () => {},
    onSaved: (photo) => saved.push(photo),
    onLeave: () => {
      left += 1
    },
  })
}

async function opened(photos?: Photo[]): Promise<EditScreen> {
  const screen = setUp(photos)
  await list.refresh()
  await screen.open()
  screen.laidOut(STAGE)
  return screen
}

const chosenIn = (view: EditView) => view.ratios.find(({ chosen }) => chosen)?.ratio

beforeEach(() => {
  installFakeWx()
  editPhoto = jest.fn(async () => fakePhoto({ photoId: 'new-0', pickId: 'new', createdAt: LATER }))
  saved = []
  left = 0
})

describe('opening', () => {
  it('shows the picture as large as the stage allows, with a frame around all of it', async () => {
    const view = (await opened()).view()

    expect(view).toMatchObject({
      phase: 'editing',
      largeSrc: 'https://photos.example/a-0?view',
      canvasStyle: 'width:300px;height:400px;',
      cropStyle: 'left:0px;top:0px;width:300px;height:400px;',
      edited: false,
      guarded: false,
    })
    expect(view.pictureStyle).toContain('rotate(0deg) rotate(0deg) scaleX(1);filter:none')
  })

  it('waits for a picture of unknown size, and takes its shape', async () => {
    const screen = await opened(fakePick('a', AT, 1))
    expect(screen.view().canvasStyle).toContain('opacity:0')

    screen.pictureLoaded({ width: 480, height: 360 })

    expect(screen.view().canvasStyle).toBe('width:300px;height:225px;')
  })

  it.each<[ErrorCode, string]>([
    ['PHOTO_NOT_FOUND', '照片不在了，可能已被删除'],
    ['NETWORK_LOST', '照片没载入，等一会儿再试，或换个网络看看。'],
  ])('says what %s means', async (code, words) => {
    const screen = setUp()
    service.failNext(code)

    await screen.open()

    expect(screen.view()).toMatchObject({ phase: 'failed', failedText: words })
  })

  it('renews the link of a picture that does not load', async () => {
    const screen = await opened()

    screen.pictureFailed()
    await settle()

    expect(screen.view()).toMatchObject({ attempt: 1, largeSrc: 'https://photos.example/a-0?view' })
    expect(service.galleryQueries).toHaveLength(2)
  })
})

describe('cropping', () => {
  it('follows a corner in px of the canvas', async () => {
    const screen = await opened()

    screen.grip('south-east', 324, 416)
    screen.drag(264, 316)
    screen.letGo()
    screen.drag(0, 0)

    expect(screen.view()).toMatchObject({ cropStyle: 'left:0px;top:0px;width:240px;height:300px;', edited: true })
  })

  it('shows what the frame holds on the other tabs, as large as possible', async () => {
    const screen = await opened()
    screen.chooseRatio('1:1')
    expect(chosenIn(screen.view())).toBe('1:1')

    screen.chooseTab('filter')

    expect(screen.view()).toMatchObject({ cropStyle: '', canvasStyle: 'width:300px;height:300px;' })
    expect(screen.view().pictureStyle).toContain('left:0px;top:-50px;width:300px;height:400px;')
  })

  it('turns the canvas with the picture', async () => {
    const screen = await opened()

    screen.turnLeft()

    expect(screen.view().canvasStyle).toBe('width:300px;height:225px;')
    expect(screen.view().pictureStyle).toContain('rotate(0deg) rotate(-90deg) scaleX(1)')
  })

  it('straightens by the ruler, and lies level again after a tap', async () => {
    const screen = await opened()

    screen.grip('ruler', 100, 0)
    screen.drag(114, 0)
    const turned = screen.view()
    screen.level()

    expect(turned).toMatchObject({ degrees: -2, degreesText: '−2°', degreesLabel: '-2 度' })
    expect(turned.rulerStyle).toBe('transform:translateX(14px)')
    expect(screen.view()).toMatchObject({ degrees: 0, degreesText: '0°', edited: false })
  })
})

describe('a watermark', () => {
  async function marked(): Promise<EditScreen> {
    const screen = await opened([...fakePick('a', AT, 1, SIZE), ...fakePick('m', '2026-11-19T09:24:00.000Z', 2)])
    screen.chooseTab('mark')
    screen.openMarks()
    screen.chooseMark('m-1')
    screen.markLoaded({ width: 400, height: 200 })
    return screen
  }

  it('is one of the other photos', async () => {
    const screen = await opened()

    screen.openMarks()

    expect(screen.view().marks).toMatchObject({ visible: true, more: false })
    expect(screen.view().marks.photos.map(({ photoId }) => photoId)).toEqual(['a-1', 'a-2'])
  })

  it('lies at the edge, where the service puts it', async () => {
    const screen = await marked()

    expect(screen.view().marks.visible).toBe(false)
    expect(screen.view().mark).toMatchObject({
      style: 'left:192px;top:346px;width:108px;height:54px;opacity:0.86',
      placeLabel: '水印在右下角，轻点换到下一个位置',
      scalePercent: 36,
    })
  })

  it.each<[number, number, string]>([
    [30, 20, '左上角'],
    [174, 216, '正中'],
    [320, 20, '右上角'],
    [174, 415, '下方中间'],
  ])('moves to the place nearest to a tap at %d, %d', async (x, y, place) => {
    const screen = await marked()

    screen.tapPicture(x, y)

    expect(screen.view().mark.placeLabel).toContain(place)
  })

  it('steps through all nine places without a finger on the picture', async () => {
    const screen = await marked()
    const seen = new Set<number>()

    for (let step = 0; step < 9; step += 1) {
      screen.nextPlace()
      seen.add(screen.view().mark.cells.indexOf(true))
    }

    expect(seen.size).toBe(9)
    expect(screen.view().mark.cells[8]).toBe(true)
  })

  it('follows a slider, whose own value is left alone until it is let go', async () => {
    const screen = await marked()

    screen.changeMark({ scalePercent: 50 }, false)
    const moving = screen.view().mark
    screen.changeMark({ scalePercent: 60 }, true)

    expect(moving).toMatchObject({ scalePercent: 50, sliders: { scalePercent: 36 } })
    expect(moving.style).toContain('width:150px')
    expect(screen.view().mark.sliders.scalePercent).toBe(60)
  })

  it('goes away again', async () => {
    const screen = await marked()

    screen.removeMark()

    expect(screen.view()).toMatchObject({ edited: false, mark: { src: '', name: '选一张照片做水印' } })
  })
})

describe('saving', () => {
  it('asks the service for what the screen shows, and puts the new photo first', async () => {
    const screen = await opened()
    screen.turnLeft()
    screen.chooseFilter('grey')

    await screen.save()

    expect(editPhoto).toHaveBeenCalledWith('a-0', [
      { kind: 'auto-orient' },
      { kind: 'rotate', degrees: -90 },
      { kind: 'greyscale' },
    ])
    expect(list.snapshot().photos[0]?.photoId).toBe('new-0')
    expect(saved.map(({ photoId }) => photoId)).toEqual(['new-0'])
    expect(screen.view()).toMatchObject({ saving: false, guarded: false })
  })

  it('does nothing where nothing was chosen', async () => {
    const screen = await opened()

    await screen.save()

    expect(editPhoto).not.toHaveBeenCalled()
  })

  it('runs once, and nothing changes under it', async () => {
    let answer = (_photo: Photo): void => {}
    editPhoto.mockReturnValue(new Promise((resolve) => (answer = resolve)))
    const screen = await opened()
    screen.mirror()

    const saving = screen.save()
    screen.turnLeft()
    void screen.save()
    const meanwhile = screen.view()
    answer(fakePhoto({ photoId: 'new-0', createdAt: LATER }))
    await saving

    expect(meanwhile.saving).toBe(true)
    expect(meanwhile.pictureStyle).toContain('rotate(0deg) scaleX(-1)')
    expect(editPhoto).toHaveBeenCalledTimes(1)
  })

  it.each<[ErrorCode, string]>([
    ['EDIT_BUSY', '正在处理的照片有点多，请稍后再试'],
    ['PHOTO_ANIMATED', '动图不能编辑，请换一张照片'],
    ['QUOTA_EXCEEDED', '空间用完了。删几张旧照片再传'],
    ['NETWORK_LOST', '没能存下来，等一会儿再试，或换个网络看看。'],
  ])('says in place what %s means, and keeps what was chosen', async (code, words) => {
    editPhoto.mockRejectedValue(new AppError(code, 'no'))
    const screen = await opened()
    screen.chooseFilter('soft')

    await screen.save()

    expect(screen.view()).toMatchObject({ failure: words, saving: false, edited: true })
    screen.chooseFilter('sharp')
    expect(screen.view().failure).toBe('')
  })

  it('hides no programming error', async () => {
    const broken = new TypeError('cannot read properties of undefined')
    editPhoto.mockRejectedValue(broken)
    const screen = await opened()
    screen.mirror()

    await expect(screen.save()).rejects.toBe(broken)
  })

  it('that ends after the page has gone still puts the photo into the gallery, and leads nowhere', async () => {
    let answer = (_photo: Photo): void => {}
    editPhoto.mockReturnValue(new Promise((resolve) => (answer = resolve)))
    const screen = await opened()
    screen.mirror()
    const saving = screen.save()

    screen.close()
    answer(fakePhoto({ photoId: 'new-0', createdAt: LATER }))
    await saving

    expect(list.snapshot().photos[0]?.photoId).toBe('new-0')
    expect(saved).toEqual([])
  })
})

describe('leaving', () => {
  it('is free while nothing was chosen', async () => {
    const screen = await opened()

    screen.askToLeave()

    expect(left).toBe(1)
    expect(screen.view().leaving).toBe(false)
  })

  it('asks first where something was, and stays or goes as told', async () => {
    const screen = await opened()
    screen.mirror()
    expect(screen.view().guarded).toBe(true)

    screen.askToLeave()
    const asking = screen.view()
    screen.stay()
    const stayed = screen.view()
    screen.askToLeave()
    screen.leave()

    expect(asking).toMatchObject({ leaving: true, guarded: false })
    expect(stayed).toMatchObject({ leaving: false, guarded: true, edited: true })
    expect(left).toBe(1)
  })

  it('after all was reset asks nothing', async () => {
    const screen = await opened()
    screen.mirror()

    screen.reset()

    expect(screen.view()).toMatchObject({ edited: false, guarded: false })
  })
})
