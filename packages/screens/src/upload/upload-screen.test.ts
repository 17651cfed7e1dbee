import { describe, expect, it, jest } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { fakePhotoSource } from '@photolift/platform/testing'
import type { PhotoTask, PickedPhoto, Resumable } from '@photolift/upload-engine'
import { fakeStores } from '../testing/fake-stores.js'
import { fakeSnapshot, fakeTask, fakeTasks } from '../testing/fake-tasks.js'
import { SETTINGS_TEXT } from '../text/settings.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { createUploadScreen, type UploadScreenDeps } from './upload-screen.js'
import type { UploadView } from './upload-view.js'

const PICKED: PickedPhoto = { source: fakePhotoSource(), localUrl: 'wxfile://1.jpg' }

function setUp(about: Partial<Pick<UploadScreenDeps, 'pick' | 'picksAnew' | 'singlePage'>> = {}) {
  const fakes = fakeStores()
  const views: UploadView[] = []
  const deps = {
    stores: fakes.stores,
    text: UPLOAD_TEXT.zh,
    settingsText: SETTINGS_TEXT.zh,
    singlePage: false,
    photosPerPick: 20,
    pick: jest.fn<UploadScreenDeps['pick']>(async () => [PICKED]),
    show: jest.fn<UploadScreenDeps['show']>((view) => void views.push(view)),
    vibrate: jest.fn<UploadScreenDeps['vibrate']>(),
    openGallery: jest.fn<() => void>(),
    openViewer: jest.fn<(photoId: string) => void>(),
    preview: jest.fn<UploadScreenDeps['preview']>(),
    ...about,
  }
  const screen = createUploadScreen(deps)
  screen.open()
  return { ...fakes, ...fakes.stores, deps, screen, view: () => views[views.length - 1] as UploadView }
}

const QUESTION = { kind: 'mobile-data', photoCount: 6, bytesLeft: 14_500_000 } as const

function leftovers(photoCount: number): Resumable {
  const photos = Array.from({ length: photoCount }, (_, index) => ({
    taskId: `left-${index}`,
    localUrl: `wxfile://usr/${index}.jpg`,
    byteLength: 2_416_667,
  }))
  return { photoCount, byteLength: photos.reduce((sum, { byteLength }) => sum + byteLength, 0), photos }
}

describe('the upload screen', () => {
  it('invites to pick while there is nothing', () => {
    const { view } = setUp()

    expect(view()).toMatchObject({
      screen: 'empty',
      heroText: ['一次最多 20 张，原图也可以。', '中途断网或退出，回来会接着传。'],
      hint: '标准画质 · 不含位置信息',
    })
  })

  it('starts to upload what was picked', async () => {
    const { screen, deps, uploader } = setUp()

    await screen.choose('album')

    expect(deps.pick).toHaveBeenCalledWith({ from: 'album' })
    expect(uploader.add).toHaveBeenCalledWith([PICKED], { hold: false })
  })

  it('takes the place out of photos or leaves it in, as the switch says', async () => {
    const { screen, settings, view } = setUp()

    await screen.toggleStripLocation()
    expect(settings.get().metadata).toBe('keep')
    expect(view().hint).toBe('标准画质 · 会带上拍摄地点')
    await screen.toggleStripLocation()

    expect(settings.get().metadata).toBe('strip-location')
  })

  it('holds what was picked when it is to be put in order first', async () => {
    const { screen, uploader } = setUp()
    await screen.changeSettings({ arrangeFirst: true, quality: 'original' })

    await screen.choose('chat')

    expect(uploader.add).toHaveBeenCalledWith([PICKED], { hold: true })
  })

  it('begins a new account only with a pick once the old one was deleted', async () => {
    const { screen, connection, gallery } = setUp()
    jest.mocked(gallery.refresh).mockClear()
    connection.leave()
    screen.shown()
    expect(connection.connect).not.toHaveBeenCalled()
    expect(gallery.refresh).not.toHaveBeenCalled()

    await screen.choose('album')

    expect(connection.connect).toHaveBeenCalledTimes(1)
  })

  it('opens the picker again after a defect in the last pick', async () => {
    const { screen, deps } = setUp({ pick: jest.fn(async () => Promise.reject(new TypeError('a defect'))) })

    await expect(screen.choose('album')).rejects.toThrow('a defect')
    await expect(screen.choose('album')).rejects.toThrow('a defect')

    expect(deps.pick).toHaveBeenCalledTimes(2)
  })

  it('adds nothing when the person changed their mind', async () => {
    const { screen, uploader } = setUp({ pick: async () => [] })

    await screen.choose('album')

    expect(uploader.add).not.toHaveBeenCalled()
  })

  it('opens one picker however often it is tapped', async () => {
    const { screen, deps } = setUp()

    await Promise.all([screen.choose('album'), screen.choose('album')])

    expect(deps.pick).toHaveBeenCalledTimes(1)
  })

  it('opens another one where it may not hear how the last one ended', async () => {
    const { screen, deps } = setUp({ pick: jest.fn(() => new Promise<never>(() => {})), picksAnew: true })

    void screen.choose('album')
    void screen.choose('album')

    expect(deps.pick).toHaveBeenCalledTimes(2)
  })

  it('explains why a pick did not work, until the next one', async () => {
    const pick = jest
      .fn<UploadScreenDeps['pick']>()
      .mockRejectedValueOnce(new AppError('PRIVACY_REFUSED', 'no'))
      .mockResolvedValue([])
    const { screen, view } = setUp({ pick })

    await screen.choose('album')
    expect(view().pickProblem).toBe('同意后才能选照片，想好了再点一次。')
    await screen.choose('album')

    expect(view().pickProblem).toBe('')
  })

  it('clears what is all stored when more is picked, and only then', async () => {
    const { screen, setTasks, uploader } = setUp()
    setTasks(fakeTasks('ready', 'uploading'))
    await screen.choose('album')
    expect(uploader.clearReady).not.toHaveBeenCalled()

    setTasks(fakeTasks('ready', 'ready'))
    await screen.choose('album')

    expect(uploader.clearReady).toHaveBeenCalledTimes(1)
  })

  it('offers what an earlier run has left, with pictures, and goes on with it', () => {
    const { screen, setTasks, uploader, view } = setUp()
    setTasks([], { resumable: leftovers(6) })

    expect(view()).toMatchObject({
      screen: 'tasks',
      phase: 'leftovers',
      panel: { title: '上次还有 6 张没传完', note: '还剩 14.5\u00a0MB', morePictures: '' },
    })
    expect(view().panel.pictures).toHaveLength(6)
    screen.act(view().actions.right.action)

    expect(uploader.resumeLeftovers).toHaveBeenCalledTimes(1)
  })

  it('asks before it drops what an earlier run has left', () => {
    const { screen, setTasks, uploader, view } = setUp()
    setTasks([], { resumable: leftovers(6) })

    screen.act('ask-stop')
    expect(view()).toMatchObject({ sheet: 'stop', stop: { title: '不传这 6 张了？', keep: '先留着', deed: '不传了' } })
    screen.stopUploading()

    expect(uploader.discardLeftovers).toHaveBeenCalledTimes(1)
    expect(uploader.cancel).not.toHaveBeenCalled()
    expect(view().sheet).toBe('none')
  })

  it('asks once whether to go on over mobile data, whatever sheet was open', () => {
    const { setTasks, screen, uploader, view } = setUp()
    setTasks(fakeTasks('ready', 'waiting'))
    screen.act('ask-stop')

    setTasks(fakeTasks('ready', 'waiting'), { question: QUESTION })

    expect(view()).toMatchObject({
      sheet: 'mobile-data',
      mobileDataText: 'Wi-Fi 断开了。还有 6 张没传完，大约要用 14.5\u00a0MB 流量。',
      panel: { title: '已换到移动网络', rightNote: '等你决定' },
    })
    expect(view().tiles[1]?.words).toBe('已暂停')
    void screen.answerMobileData('wait-for-wifi')
    setTasks(fakeTasks('ready', 'waiting'), { waitingFor: 'wifi' })

    expect(uploader.answerMobileData.mock.calls).toEqual([['wait-for-wifi']])
    expect(view()).toMatchObject({ sheet: 'none', panel: { title: '等 Wi-Fi，先停一停' } })
    expect(view().tiles[1]?.words).toBe('等 Wi-Fi')
  })

  it('can still be told to use mobile data while it waits for Wi-Fi', () => {
    const { setTasks, screen, uploader, view } = setUp()
    setTasks(fakeTasks('waiting'), { waitingFor: 'wifi' })

    screen.act(view().actions.right.action)

    expect(uploader.answerMobileData.mock.calls).toEqual([['continue']])
  })

  it.each([
    ['continue', 'use'],
    ['wait-for-wifi', 'ask'],
  ] as const)('never asks again only where mobile data was wanted: %s', async (answer, mobileData) => {
    const { setTasks, screen, settings } = setUp()
    setTasks(fakeTasks('waiting'), { question: QUESTION })

    screen.toggleDontAsk()
    await screen.answerMobileData(answer)

    expect(settings.get().mobileData).toBe(mobileData)
  })

  it('pauses one photo by a long press, and lets it go on by a tap', () => {
    const { setTasks, screen, uploader, view } = setUp()
    setTasks(fakeTasks('uploading', 'uploading'))

    screen.holdTile('task-2')
    expect(view()).toMatchObject({ sheet: 'photo', photo: { title: '第 2 张', words: '先不传这张' } })
    screen.switchPhoto()
    expect(uploader.pause.mock.calls).toEqual([['task-2']])
    expect(view().sheet).toBe('none')
    setTasks(fakeTasks('uploading', 'paused'))
    expect(view().phase).toBe('uploading')
    screen.tapTile('task-2')
    expect(view().photo.words).toBe('接着传这张')
    screen.switchPhoto()

    expect(uploader.resume.mock.calls).toEqual([['task-2']])
  })

  it('takes one photo out from its sheet', async () => {
    const { setTasks, screen, uploader } = setUp()
    setTasks(fakeTasks('uploading', 'waiting'))
    screen.holdTile('task-2')

    await screen.removePhoto()

    expect(uploader.remove.mock.calls).toEqual([['task-2']])
  })

  it('closes the sheet of a photo by itself once it is out, and opens none for one that is', () => {
    const { setTasks, screen, view } = setUp()
    setTasks(fakeTasks('uploading', 'ready'))
    screen.holdTile('task-2')
    expect(view().sheet).toBe('none')
    screen.holdTile('task-1')

    setTasks(fakeTasks('confirming', 'ready'))

    expect(view().sheet).toBe('none')
  })

  it('is paused as a whole when each photo that is on its way is paused', () => {
    const { setTasks, view } = setUp()

    setTasks(fakeTasks('ready', 'paused', 'paused'))

    expect(view()).toMatchObject({ phase: 'paused', actions: { right: { action: 'resume' } } })
  })

  it('says while it is so that no kill may come, and goes on all the same', () => {
    const { setTasks, view } = setUp()

    setTasks(fakeTasks('uploading', 'waiting'), { unkeptCount: 2 })
    expect(view()).toMatchObject({
      phase: 'uploading',
      panel: { warning: '这 2 张没能留副本，传完前先别退出。' },
    })
    setTasks(fakeTasks('ready', 'ready'))

    expect(view().panel.warning).toBe('')
  })

  it('answers a tap at once, and shows progress when its time comes', () => {
    const { setTasks, screen, deps } = setUp()
    setTasks(fakeTasks('uploading'))
    expect(deps.show.mock.lastCall?.[1]).toEqual({ atOnce: false })

    screen.act('pause')

    expect(deps.show.mock.lastCall?.[1]).toEqual({ atOnce: true })
  })

  it('opens a stored photo, retries a failed one, explains a refused one and previews the others', () => {
    const { screen, setTasks, uploader, deps, view } = setUp()
    setTasks([
      fakeTask('ready', { taskId: 'a' }),
      fakeTask('failed', { taskId: 'b' }),
      fakeTask('refused', { taskId: 'c' }),
      fakeTask('uploading', { taskId: 'd' }),
    ])

    for (const taskId of ['a', 'b', 'c', 'd', 'gone']) screen.tapTile(taskId)

    expect(deps.openViewer).toHaveBeenCalledWith('photo-of-a')
    expect(uploader.retry).toHaveBeenCalledWith('b')
    expect(view()).toMatchObject({ sheet: 'failures', failuresTitle: '2 张没传上' })
    expect(deps.preview).toHaveBeenCalledWith('wxfile://d.jpg', expect.arrayContaining(['wxfile://a.jpg']))
    expect(deps.preview).toHaveBeenCalledTimes(1)
  })

  it('asks before it stops, and says what stays', () => {
    const { screen, setTasks, uploader, view } = setUp()
    setTasks(fakeTasks('ready', 'ready', 'uploading', 'waiting', 'failed'))

    screen.act('ask-stop')
    expect(uploader.cancel).not.toHaveBeenCalled()
    expect(view()).toMatchObject({ sheet: 'stop', stop: { title: '停下剩余的 3 张？', deed: '停下 3 张' } })
    expect(view().stop.text).toContain('已存好的 2 张会保留')
    screen.stopUploading()

    expect(uploader.cancel).toHaveBeenCalledTimes(1)
    expect(view().sheet).toBe('none')
  })

  it('asks to take out, not to stop, what only waits to be put in order', () => {
    const { screen, setTasks, view } = setUp()
    setTasks(fakeTasks('ready', 'held', 'held'))

    screen.act('ask-stop')

    expect(view().stop).toMatchObject({ title: '移除没上传的 2 张？', keep: '先留着', deed: '移除 2 张' })
  })

  it('closes a sheet by itself once nothing is left of what it is about', () => {
    const { screen, setTasks, view } = setUp()
    setTasks(fakeTasks('ready', 'failed'))
    screen.openSheet('failures')

    setTasks(fakeTasks('ready', 'waiting'))
    expect(view().sheet).toBe('none')
    setTasks(fakeTasks('ready', 'failed'))

    expect(view().sheet).toBe('none')
  })

  it.each([
    ['pause', 'pause'],
    ['resume', 'resume'],
    ['try-now', 'tryNow'],
    ['remove-failed', 'removeFailed'],
    ['retry-failed', 'retryFailed'],
    ['start', 'start'],
  ] as const)('does what the button %s says', (action, method) => {
    const { screen, uploader } = setUp()

    screen.act(action)

    expect(uploader[method]).toHaveBeenCalledTimes(1)
  })

  it('counts places among the held photos when one is dragged, past those that are stored', () => {
    const { screen, setTasks, uploader } = setUp()
    setTasks(fakeTasks('ready', 'held', 'held', 'held'))

    screen.moveToTile('task-2', 3)
    screen.moveToTile('task-2', 0)

    expect(uploader.move.mock.calls).toEqual([['task-2', 2]])
  })

  it('counts the next place from where a photo has just been moved to, before the engine tells of it', () => {
    const { screen, setTasks, uploader, view } = setUp()
    const [one, two, three] = fakeTasks('held', 'held', 'held') as [PhotoTask, PhotoTask, PhotoTask]
    setTasks([one, two, three])
    uploader.move.mockImplementationOnce(() => {
      uploader.snapshot = () => fakeSnapshot([two, one, three])
    })

    screen.moveToTile('task-1', 1)

    expect(view().tiles.map(({ taskId }) => taskId)).toEqual(['task-2', 'task-1', 'task-3'])
    screen.moveToTile('task-1', 0)
    expect(uploader.move.mock.calls).toEqual([
      ['task-1', 1],
      ['task-1', 0],
    ])
  })

  it('vibrates once when all is stored and once when something failed, never for each photo', () => {
    const { setTasks, deps } = setUp()

    setTasks(fakeTasks('ready', 'uploading'))
    setTasks(fakeTasks('ready', 'failed'))
    setTasks(fakeTasks('ready', 'failed'))
    setTasks(fakeTasks('ready', 'uploading'))
    setTasks(fakeTasks('ready', 'ready'))
    setTasks(fakeTasks('ready', 'ready'))

    expect(deps.vibrate.mock.calls).toEqual([['medium'], ['light']])
  })

  it('counts down while it was told to slow down', async () => {
    const { setTasks, clock, view } = setUp()
    setTasks(fakeTasks('waiting'), { waitingFor: 'rate-limit', waitingUntil: clock.now() + 47_000 })
    expect(view().panel.rightNote).toBe('47 秒后自动继续')

    await clock.advance(7_000)

    expect(view().panel.rightNote).toBe('40 秒后自动继续')
  })

  it('gives the page to a service that cannot be reached, with a number to tell', () => {
    const { failConnection, view } = setUp()

    failConnection(new AppError('INTERNAL', 'bug', { requestId: '3f9c' }))

    expect(view()).toMatchObject({
      screen: 'unreachable',
      unreachable: { title: '暂时连不上服务', errorNumber: '错误编号 INTERNAL · 3f9c' },
    })
  })

  it('asks for a moment where the service is only starting', () => {
    const { failConnection, view } = setUp()

    failConnection(new AppError('NOT_READY', 'cold start'))

    expect(view().unreachable).toMatchObject({ title: '服务正在启动，请稍等', text: ['你选的照片都还在，不会丢。'] })
  })

  it('says what to do where waiting does not help', () => {
    const { failConnection, view } = setUp()

    failConnection(new AppError('LOGIN_REFUSED', 'blocked'))

    expect(view().unreachable).toMatchObject({ title: '暂时不能使用', text: ['这个微信号暂时不能登录，请联系客服'] })
  })

  it('lets photos be picked while there is no network', () => {
    const { failConnection, setTasks, view } = setUp()

    setTasks([], { online: false })
    failConnection(new AppError('NETWORK_LOST', 'offline'))

    expect(view().screen).toBe('empty')
  })

  it('keeps showing photos of which some have arrived', () => {
    const { failConnection, setTasks, view } = setUp()

    setTasks(fakeTasks('ready', 'waiting'))
    failConnection(new AppError('SERVICE_UNREACHABLE', 'gone'))

    expect(view().screen).toBe('tasks')
  })

  it('looks for the service again when the page comes back', async () => {
    const { screen, failConnection, connection, uploader } = setUp()
    screen.shown()
    expect(connection.connect).not.toHaveBeenCalled()

    failConnection(new AppError('SERVICE_UNREACHABLE', 'gone'))
    screen.shown()
    await Promise.resolve()

    expect(connection.connect).toHaveBeenCalledTimes(1)
    expect(uploader.tryNow).toHaveBeenCalledTimes(1)
  })

  it('asks for the newest photos once the service is there, and once only', () => {
    const { failConnection, connect, gallery } = setUp()
    expect(gallery.refresh).toHaveBeenCalledTimes(1)

    failConnection(new AppError('NETWORK_LOST', 'offline'))
    connect()

    expect(gallery.refresh).toHaveBeenCalledTimes(1)
  })

  it('takes bytes that have moved for a sign that the service is back', () => {
    const { failConnection, setTasks, connection } = setUp()
    failConnection(new AppError('SERVICE_UNREACHABLE', 'asleep'))
    expect(connection.connect).not.toHaveBeenCalled()

    setTasks([fakeTask('uploading', { percent: 40 })])

    expect(connection.connect).toHaveBeenCalledTimes(1)
  })

  it('offers no upload in single page mode', () => {
    const { view } = setUp({ singlePage: true })

    expect(view().screen).toBe('single-page')
  })

  it('shows only the photos of the chosen filter, with their own numbers', () => {
    const { screen, setTasks, view } = setUp()
    setTasks([...fakeTasks(...Array(24).fill('ready')), fakeTask('failed', { taskId: 'bad' })])

    screen.chooseFilter('failed')

    expect(view().tiles.map(({ taskId }) => taskId)).toEqual(['bad'])
    expect(view().tiles[0]?.label).toContain('第 25 张')
  })

  it('follows nothing any more once it is closed', () => {
    const { screen, setTasks, view } = setUp()

    screen.close()
    setTasks(fakeTasks('uploading'))

    expect(view().screen).toBe('empty')
  })
})
