import { describe, expect, it } from '@jest/globals'
import { createAnnouncements } from './announcement.js'

describe('what a screen reader says', () => {
  const at = (percent: number, title = '正在上传 9 张') => ({ title, chip: '', percent, percentText: `${percent}%` })

  it('is the start, every quarter and the end, not every per cent', () => {
    const announcements = createAnnouncements()

    const said = [0, 10, 25, 26, 49, 51, 80, 99].map((percent) => announcements.next('uploading', at(percent)))
    const end = announcements.next('done', at(100, '9 张照片都存好了'))

    expect([...new Set(said)]).toEqual(['正在上传 9 张', '正在上传 9 张 25%', '正在上传 9 张 51%', '正在上传 9 张 80%'])
    expect(end).toBe('9 张照片都存好了')
  })

  it('is that a photo failed while others go on, once', () => {
    const announcements = createAnnouncements()
    announcements.next('uploading', at(30))

    expect(announcements.next('uploading', { ...at(31), chip: '1 张没传上' })).toBe('1 张没传上')
    expect(announcements.next('uploading', { ...at(60), chip: '1 张没传上' })).toBe('正在上传 9 张 60%')
  })

  it('is that a photo failed, also where it failed as the upload began', () => {
    const announcements = createAnnouncements()
    const panel = { ...at(0), chip: '1 张没传上' }

    expect(announcements.next('uploading', panel)).toBe('正在上传 9 张')
    expect(announcements.next('uploading', panel)).toBe('1 张没传上')
  })

  it('is what has failed', () => {
    const announcements = createAnnouncements()
    announcements.next('uploading', at(60))

    expect(announcements.next('failed', at(86, '8 张已存好，1 张没传上'))).toBe('8 张已存好，1 张没传上')
  })
})
