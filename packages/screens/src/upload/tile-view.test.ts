import { describe, expect, it } from '@jest/globals'
import { fakeSnapshot, fakeTask, fakeTasks } from '../testing/fake-tasks.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { type TileContext, toTileView, toTileViews } from './tile-view.js'

describe('a tile', () => {
  const context: TileContext = { text: UPLOAD_TEXT.zh, hold: null, photoMaxBytes: 20 * 1024 * 1024 }

  it('stands in full colour without a tick while it waits to be put in order', () => {
    expect(toTileView(fakeTask('held'), 0, context)).toMatchObject({
      veil: 0,
      tick: false,
      pill: 'none',
      removeLabel: '移除第 1 张',
    })
  })

  it('shows words, not 0 %, before its first byte is out', () => {
    expect(toTileView(fakeTask('preparing'), 0, context)).toMatchObject({
      veil: 100,
      pill: 'quiet',
      icon: 'ring',
      words: '准备中',
    })
    expect(toTileView(fakeTask('waiting'), 0, context)).toMatchObject({
      veil: 100,
      pill: 'quiet',
      icon: 'none',
      words: '等待中',
    })
  })

  it('gains its colour as bytes arrive', () => {
    const tile = toTileView(fakeTask('uploading', { percent: 37 }), 4, context)

    expect(tile).toMatchObject({ veil: 63, pill: 'dark', words: '37%', bar: 37, label: '第 5 张，正在上传 37%' })
  })

  it('says that the signal is weak in place of the number', () => {
    const tile = toTileView(fakeTask('uploading', { percent: 37, stalled: true }), 0, context)

    expect(tile).toMatchObject({ words: '信号弱', bar: 37 })
  })

  it('cannot be taken out any more once all its bytes are out', () => {
    expect(toTileView(fakeTask('confirming'), 0, context)).toMatchObject({
      veil: 0,
      words: '确认中',
      tick: false,
      removeLabel: '',
    })
  })

  it('has a tick only when the service has seen it', () => {
    expect(toTileView(fakeTask('ready'), 0, context)).toMatchObject({
      tick: true,
      pill: 'none',
      label: '第 1 张，已存好',
      removeLabel: '',
    })
  })

  it('says that it was stored before', () => {
    expect(toTileView(fakeTask('ready', { alreadyStored: true }), 0, context)).toMatchObject({
      tick: true,
      words: '早已存好',
    })
  })

  it('keeps its veil while it is paused, with words when nothing was sent', () => {
    expect(toTileView(fakeTask('paused', { percent: 82 }), 0, context)).toMatchObject({
      veil: 18,
      icon: 'pause',
      bar: 82,
      words: '',
    })
    expect(toTileView(fakeTask('paused'), 0, context)).toMatchObject({ pill: 'quiet', words: '已暂停', bar: -1 })
  })

  it('waits for the network while there is none', () => {
    const offline = { ...context, hold: 'offline' } as const

    expect(toTileView(fakeTask('uploading', { percent: 37 }), 0, offline)).toMatchObject({ icon: 'cloud-off', bar: 37 })
    expect(toTileView(fakeTask('waiting'), 0, offline)).toMatchObject({ pill: 'quiet', words: '等待网络' })
    expect(toTileView(fakeTask('preparing'), 0, offline)).toMatchObject({ icon: 'none', words: '等待网络' })
  })

  it('that failed can be retried and says why', () => {
    const tile = toTileView(fakeTask('failed', { errorCode: 'NETWORK_TIMEOUT' }), 5, context)

    expect(tile).toMatchObject({
      grey: true,
      retry: true,
      pill: 'bad',
      words: '超时',
      label: '第 6 张，没传上，超时。轻点重试',
    })
  })

  it('that was refused cannot be retried; it names the limit', () => {
    const tile = toTileView(fakeTask('refused', { errorCode: 'PHOTO_TOO_LARGE' }), 0, context)

    expect(tile).toMatchObject({ grey: true, retry: false, words: '超过 20\u00a0MB' })
  })

  it('shares two turning rings with all others', () => {
    const tiles = toTileViews(fakeSnapshot(fakeTasks('preparing', 'confirming', 'preparing', 'preparing')), context)

    expect(tiles.map(({ icon }) => icon)).toEqual(['ring', 'ring', 'none', 'none'])
  })
})
