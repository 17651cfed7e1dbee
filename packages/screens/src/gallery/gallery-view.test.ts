import { describe, expect, it } from '@jest/globals'
import { fakePick } from '../testing/fake-photo.js'
import { footView, galleryPhase } from './gallery-view.js'

const WHOLE = {
  photos: fakePick('a', '2026-11-20T01:00:00.000Z', 2),
  loaded: true,
  complete: true,
  errorCode: null,
}

describe('the phase', () => {
  it.each([
    ['loading', { photos: [], loaded: false, complete: false }],
    ['failed', { photos: [], loaded: false, complete: false, errorCode: 'NETWORK_LOST' }],
    ['empty', { photos: [] }],
    ['photos', { errorCode: 'NETWORK_LOST' }],
    ['photos', { loaded: false, complete: false }],
  ] as const)('is %s for %j', (phase, fields) => {
    expect(galleryPhase({ ...WHOLE, ...fields })).toBe(phase)
  })
})

it('the foot tells what comes', () => {
  expect(footView({ complete: true, errorCode: null })).toBe('end')
  expect(footView({ complete: false, errorCode: null })).toBe('loading')
  expect(footView({ complete: false, errorCode: 'NETWORK_LOST' })).toBe('failed')
})
