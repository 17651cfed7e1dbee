import { describe, expect, it } from '@jest/globals'
import { photoRow } from '../../test/photo-row.js'
import { createPhotoView } from './photo-view.js'

type ReadUrlRequest = { key: string; validFrom: Date; validUntil: Date; imageOperation?: string }

const store = {
  readUrl: ({ key, validFrom, validUntil, imageOperation = '' }: ReadUrlRequest) =>
    `https://bucket/${key}?${validFrom.toISOString()};${validUntil.toISOString()};${imageOperation}`,
}
const row = photoRow({ status: 'ready', finalKey: 'photos/p', width: 40, height: 30 })
const at = (time: string) => Date.parse(`2026-11-20T${time}Z`)

describe("a photo's links", () => {
  it('are the same text for a whole half hour and live 60 to 90 minutes', () => {
    const view = createPhotoView(store, 'ci')

    const [first, last, next] = ['08:00:00', '08:29:59', '08:30:00'].map((time) => view.toPhoto(row, at(time)))

    expect(last).toEqual(first)
    expect(first?.urlExpiresAt).toBe('2026-11-20T09:30:00.000Z')
    expect(next?.urlExpiresAt).toBe('2026-11-20T10:00:00.000Z')
    expect(first?.viewUrl).toContain('photos/p?2026-11-20T08:00:00.000Z;2026-11-20T09:30:00.000Z;')
  })

  it('show small pictures upright and without metadata where the bucket makes them', () => {
    expect(createPhotoView(store, 'ci').toPhoto(row, 0).thumbnailUrl).toMatch(/auto-orient\|.*\/strip\//)
    const plain = createPhotoView(store, 'none').toPhoto(row, 0)
    expect(plain.thumbnailUrl).toBe(plain.viewUrl)
  })

  it.each(['pending', 'rejected'] as const)('are absent while the photo is %s', (status) => {
    const photo = createPhotoView(store, 'ci').toPhoto({ ...row, status, finalKey: null, width: null, height: null }, 0)

    expect(Object.keys(photo)).not.toEqual(expect.arrayContaining(['viewUrl']))
    expect(photo).not.toHaveProperty('urlExpiresAt')
    expect(photo).not.toHaveProperty('width')
  })
})
