import { expect, it } from '@jest/globals'
import type { PickedPhoto } from '@photolift/upload-engine'
import { keepFirst } from './keep-first.js'

it('lets go of the pictures of those that it leaves out, and of no others', () => {
  const photos = ['blob:a', 'blob:b', 'blob:c', 'blob:d'].map((localUrl) => ({ localUrl }) as PickedPhoto)
  const revoked: string[] = []

  const kept = keepFirst(photos, 2, (url) => revoked.push(url))

  expect(kept).toEqual(photos.slice(0, 2))
  expect(revoked).toEqual(['blob:c', 'blob:d'])
})
