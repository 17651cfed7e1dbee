import { describe, expect, it } from '@jest/globals'
import { photoName } from './photo-name.js'

describe('the name of a photo', () => {
  it.each(['IMG_0001.jpg', '照片 (1).heic', '👨‍👩‍👧 family.png', '.jpg', 'a'])('stays as picked: %s', (name) => {
    expect(photoName(name)).toBe(name)
  })

  it('is cut to 255 bytes between whole characters, and keeps its extension', () => {
    const name = photoName(`${'照'.repeat(200)}.jpeg`)

    expect(name).toBe(`${'照'.repeat(83)}.jpeg`)
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255)
  })

  it('never ends in half an emoji', () => {
    const name = photoName('🌄'.repeat(100)) ?? ''

    expect(name).toBe('🌄'.repeat(63))
  })

  it('loses halves of surrogate pairs, which the service refuses', () => {
    expect(photoName('a\ud83cb.jpg')).toBe('ab.jpg')
  })

  it.each([undefined, '', '\udc00'])('is left out where nothing is left of %j', (name) => {
    expect(photoName(name)).toBeUndefined()
  })
})
