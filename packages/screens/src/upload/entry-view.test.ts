import { describe, expect, it } from '@jest/globals'
import { fakePick } from '../testing/fake-photo.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { toEntryView } from './entry-view.js'

describe('the way to the gallery', () => {
  const photos = fakePick('pick-1', '2026-11-20T01:24:00Z', 128)

  it('tells how many photos there are once all are known', () => {
    const entry = toEntryView({ photos, loaded: true, complete: true, errorCode: null }, UPLOAD_TEXT.zh)

    expect(entry.note).toBe('128 张')
    expect(entry.label).toBe('我的照片, 128 张')
    expect(entry.thumbnails).toEqual(photos.slice(0, 3).map(({ thumbnailUrl }) => thumbnailUrl))
  })

  it('says that there are more while only the first are known', () => {
    expect(toEntryView({ photos, loaded: true, complete: false, errorCode: null }, UPLOAD_TEXT.zh).note).toBe('128+ 张')
  })

  it('says nothing before the service has answered', () => {
    const entry = toEntryView({ photos: [], loaded: false, complete: false, errorCode: 'NETWORK_LOST' }, UPLOAD_TEXT.zh)

    expect(entry).toEqual({ thumbnails: [], note: '', label: '我的照片' })
  })

  it('says that there is none yet', () => {
    expect(toEntryView({ photos: [], loaded: true, complete: true, errorCode: null }, UPLOAD_TEXT.zh).note).toBe(
      '还没有',
    )
  })
})
