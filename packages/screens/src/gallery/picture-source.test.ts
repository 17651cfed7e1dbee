import { describe, expect, it } from '@jest/globals'
import { fakePhoto } from '../testing/fake-photo.js'
import { largePictureOf, smallPictureOf } from './picture-source.js'

const linked = fakePhoto({ photoId: 'a' })
const inCloud = { ...linked, cloudFileId: 'cloud://env.bucket/a' }
const withThumbnail = { ...inCloud, thumbnailCloudFileId: 'cloud://env.bucket/a-small' }

describe('the picture of a photo', () => {
  it('is a link where no cloud holds it', () => {
    expect(smallPictureOf(linked)).toBe('https://photos.example/a?thumbnail')
    expect(largePictureOf(linked)).toBe('https://photos.example/a?view')
  })

  it('is the id of the cloud file, the smaller one where there is one', () => {
    expect(smallPictureOf(withThumbnail)).toBe('cloud://env.bucket/a-small')
    expect(smallPictureOf(inCloud)).toBe('cloud://env.bucket/a')
    expect(largePictureOf(withThumbnail)).toBe('cloud://env.bucket/a')
  })

  it('is the JPEG of a HEIC where there is one', () => {
    expect(largePictureOf({ ...withThumbnail, viewCloudFileId: 'cloud://env.bucket/a-large' })).toBe(
      'cloud://env.bucket/a-large',
    )
  })

  it('is the link after the id did not load', () => {
    expect(smallPictureOf(withThumbnail, { attempt: 1 })).toBe('https://photos.example/a?thumbnail')
    expect(largePictureOf(withThumbnail, { attempt: 1 })).toBe('https://photos.example/a?view')
  })

  it('is nothing while nothing is known', () => {
    const { viewUrl: _v, thumbnailUrl: _t, ...unlinked } = linked

    expect([smallPictureOf(unlinked), largePictureOf(unlinked)]).toEqual(['', ''])
  })
})
