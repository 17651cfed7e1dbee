import { expect, it } from '@jest/globals'
import { preparationFor } from './preparation-for.js'
import { DEFAULT_SETTINGS } from './settings.js'

it('makes photos smaller and takes the place out of them, unless told otherwise', () => {
  expect(preparationFor(DEFAULT_SETTINGS)).toEqual({
    compress: { longSide: 2_560, quality: 80 },
    metadata: 'strip-location',
  })
})

it('leaves originals as they are where the person wants that', () => {
  expect(preparationFor({ ...DEFAULT_SETTINGS, quality: 'original', metadata: 'keep' })).toEqual({
    compress: null,
    metadata: 'keep',
  })
})
