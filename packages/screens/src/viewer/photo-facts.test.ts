import { expect, it } from '@jest/globals'
import { fakePhoto } from '../testing/fake-photo.js'
import { photoCaption, photoFacts } from './photo-facts.js'

const createdAt = new Date(2026, 10, 20, 9, 24).toISOString()

it('tells all that is known', () => {
  const photo = fakePhoto({
    photoId: 'photo-1',
    name: '全家去看热气球🎈.HEIC',
    contentType: 'image/heic',
    width: 3024,
    height: 4032,
    createdAt,
  })

  expect(photoFacts(photo, 'zh').map(({ name, value }) => [name, value])).toEqual([
    ['状态', '已存好，内容核对一致'],
    ['名称', '全家去看热气球🎈.HEIC'],
    ['上传时间', '2026 年 11 月 20 日 09:24'],
    ['尺寸', '3024 × 4032 像素 · 2.8\u00a0MB'],
    ['类型', 'HEIC'],
  ])
})

it('leaves out what is not known', () => {
  const photo = fakePhoto({ photoId: 'photo-1', createdAt })

  expect(photoFacts(photo, 'en').map(({ name, value }) => [name, value])).toEqual([
    ['Status', 'Saved, contents checked'],
    ['Uploaded', 'Nov 20, 2026, 09:24'],
    ['Size', '2.8\u00a0MB'],
    ['Type', 'JPEG'],
  ])
})

it('has one line for under the photo', () => {
  expect(photoCaption(fakePhoto({ photoId: 'photo-1', createdAt }), 'zh')).toBe('11 月 20 日 09:24 · 2.8\u00a0MB')
})
