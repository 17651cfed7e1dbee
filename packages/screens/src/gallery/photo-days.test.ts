import { expect, it } from '@jest/globals'
import { fakePick } from '../testing/fake-photo.js'
import { toDays } from './photo-days.js'

/** A local time, as the service would write it. */
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()

it('cuts the gallery into days of this time zone and keeps its order', () => {
  const photos = [
    ...fakePick('evening', at(20, 23), 2),
    ...fakePick('night', at(20, 0), 1),
    ...fakePick('old', at(19, 23), 1),
  ]

  const days = toDays(photos)

  expect(days.map((day) => [day.dayKey, day.photos.map((photo) => photo.photoId)])).toEqual([
    ['2026-11-20', ['evening-0', 'evening-1', 'night-0']],
    ['2026-11-19', ['old-0']],
  ])
})

it('gives no day without photos', () => {
  expect(toDays([])).toEqual([])
})
