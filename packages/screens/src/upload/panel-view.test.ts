import { describe, expect, it } from '@jest/globals'
import type { PhotoTask, UploaderSnapshot } from '@photolift/upload-engine'
import { fakeSnapshot, fakeTask, fakeTasks } from '../testing/fake-tasks.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { type PanelView, toPanelView } from './panel-view.js'
import { phaseOf } from './phase.js'

function panelOf(tasks: PhotoTask[], about: Partial<UploaderSnapshot> = {}): PanelView {
  const snapshot = fakeSnapshot(tasks, about)
  return toPanelView(snapshot, {
    text: UPLOAD_TEXT.zh,
    photoMaxBytes: 20 * 1024 * 1024,
    phase: phaseOf(snapshot),
    timeLeft: '大约还要 20 秒',
    secondsTaken: 34,
    secondsUntilNextTry: 47,
  })
}

describe('the panel', () => {
  it('counts what is prepared until the first byte is out', () => {
    expect(panelOf(fakeTasks('waiting', 'preparing', 'preparing'))).toMatchObject({
      title: '正在准备 3 张照片',
      note: '已准备 1 / 3 张',
      rightNote: '正在计算剩余时间',
    })
  })

  it('tells sent of all bytes, what is stored and how long it still takes', () => {
    const panel = panelOf([fakeTask('ready'), fakeTask('uploading', { percent: 50 }), fakeTask('failed')])

    expect(panel).toMatchObject({
      title: '正在上传 3 张',
      chip: '1 张没传上',
      percentText: '50%',
      moving: true,
      resting: false,
      strong: '1.5',
      note: ' / 3.0\u00a0MB · 已存好 1 张',
      rightNote: '大约还要 20 秒',
    })
  })

  it('does not count photos as on their way that wait to be put in order', () => {
    expect(panelOf(fakeTasks('uploading', 'held', 'held'))).toMatchObject({ title: '正在上传 1 张' })
  })

  it.each([
    ['paused', { paused: true }, { title: '已暂停', rightNote: '还剩 2 张' }],
    ['offline', { online: false }, { title: '没有网络，先停一停', rightNote: '联网后自动继续' }],
    ['without its service', { waitingFor: 'service' }, { title: '暂时连不上服务', rightNote: '会自动再试' }],
    ['told to slow down', { waitingFor: 'rate-limit' }, { title: '传得有点快', rightNote: '47 秒后自动继续' }],
  ] as const)('rests with a grey bar while %s', (_name, about, expected) => {
    const tasks = fakeTasks('ready', 'uploading', 'waiting')

    expect(panelOf(tasks, about)).toMatchObject({ ...expected, resting: true, moving: false })
  })

  it('says why when one photo failed', () => {
    expect(panelOf(fakeTasks('ready', 'failed'))).toMatchObject({
      title: '1 张已存好，1 张没传上',
      tone: 'fail',
      note: '网络中断。照片还在手机里，可以重试。',
    })
  })

  it('does not offer a retry for what was refused', () => {
    expect(panelOf(fakeTasks('ready', 'refused')).note).toBe('超过 20\u00a0MB，请改选压缩图')
    expect(panelOf(fakeTasks('refused', 'refused'))).toMatchObject({
      title: '2 张没传上',
      note: '轻点照片看原因，移除后可以换一张。',
    })
  })

  it('says that all is stored only when all is', () => {
    expect(panelOf(fakeTasks('ready', 'ready'))).toMatchObject({
      title: '2 张照片都存好了',
      percentText: '100%',
      resting: false,
      note: '共 2.0\u00a0MB · 用了 34 秒',
      rightNote: '已逐张核对',
    })
  })

  it('shows no number while photos are put in order', () => {
    expect(panelOf(fakeTasks('held', 'held'))).toMatchObject({ title: '2 张照片，先排好顺序', percentText: '' })
  })

  it('shows the pictures of what was left, and counts those that have no room', () => {
    const photos = Array.from({ length: 20 }, (_, index) => ({
      taskId: `${index}`,
      localUrl: `wxfile://usr/${index}`,
      byteLength: 1_000_000,
    }))

    const panel = panelOf([], { resumable: { photoCount: 20, byteLength: 20_000_000, photos } })

    expect(panel).toMatchObject({ percentText: '', morePictures: '+15', note: '还剩 20.0\u00a0MB' })
    expect(panel.pictures).toEqual([0, 1, 2, 3, 4].map((index) => `wxfile://usr/${index}`))
  })
})
