import { describe, expect, it } from '@jest/globals'
import { hashOf, type Route, readRoute } from './route.js'

describe('a route', () => {
  it.each<Route>([
    { name: 'upload' },
    { name: 'gallery' },
    { name: 'settings' },
    { name: 'viewer', photoId: 'a/b?c#d 照片' },
  ])('%j survives its way through the address', (route) => {
    expect(readRoute(hashOf(route))).toEqual(route)
  })

  it.each(['', '#', '#nowhere', '#photo', '#photo/'])('of "%s" is the upload page', (hash) => {
    expect(readRoute(hash)).toEqual({ name: 'upload' })
  })

  it('that somebody typed wrong is a photo that is not there', () => {
    expect(readRoute('#photo/%E5')).toEqual({ name: 'viewer', photoId: '%E5' })
  })
})
