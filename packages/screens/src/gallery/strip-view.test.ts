import { describe, expect, it } from '@jest/globals'
import type { UploaderSnapshot } from '@photolift/upload-engine'
import { FakeUploader, fakeTask } from '../testing/fake-uploader.js'
import { GALLERY_TEXT } from '../text/gallery.js'
import { toStripView } from './strip-view.js'

function running(fields: Partial<UploaderSnapshot> = {}): UploaderSnapshot {
  const nothing = new FakeUploader().snapshot()
  return { ...nothing, tasks: [fakeTask()], overall: { ...nothing.overall, photoCount: 9, percent: 49 }, ...fields }
}

describe('the strip above the photos', () => {
  it('tells how far the upload is and how long it takes', () => {
    expect(toStripView(running(), GALLERY_TEXT.zh, '大约还要 20 秒')).toEqual({
      visible: true,
      title: '正在上传 9 张',
      note: '49% · 大约还要 20 秒',
      percent: 49,
      paused: false,
    })
  })

  it('gives the percentage alone while the time is unknown', () => {
    expect(toStripView(running(), GALLERY_TEXT.en, '')).toMatchObject({ title: 'Uploading 9 photos', note: '49%' })
  })

  it.each([
    ['the person has paused', { paused: true }, '已暂停'],
    ['there is no network', { online: false }, '没有网络，先停一停'],
  ])('promises no time while %s', (_, fields, title) => {
    expect(toStripView(running(fields), GALLERY_TEXT.zh, '大约还要 20 秒')).toMatchObject({
      title,
      note: '49%',
      paused: true,
    })
  })

  it.each(['held', 'ready', 'failed', 'refused'] as const)('is not there for photos that are %s', (state) => {
    expect(toStripView(running({ tasks: [fakeTask({ state })] }), GALLERY_TEXT.zh, '').visible).toBe(false)
  })

  it('is not there before the uploader has spoken', () => {
    expect(toStripView(undefined, GALLERY_TEXT.zh, '').visible).toBe(false)
  })
})
