import { describe, expect, it } from '@jest/globals'
import type { ObjectProof } from '@photolift/cos'
import { judgeCopy, judgeMd5 } from './judge-copy.js'

const granted = { byteLength: 500, contentType: 'image/jpeg' } as const
const proof: Omit<ObjectProof, 'etag'> = {
  byteLength: 500,
  contentType: 'image/jpeg',
  prefix: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
}

describe('a copy', () => {
  it('that is as granted has nothing against it', () => {
    expect(judgeCopy(granted, proof)).toBeUndefined()
  })

  it.each<[string, Partial<ObjectProof>]>([
    ['a byte more', { byteLength: 501 }],
    ['another stored type', { contentType: 'text/html' }],
    ['the bytes of another photo type', { prefix: Buffer.from('GIF89a') }],
  ])('with %s is not as granted', (_, change) => {
    expect(judgeCopy(granted, { ...proof, ...change })).toMatchObject({ code: 'PHOTO_NOT_AS_GRANTED' })
  })

  it.each(['<svg xmlns=', '<!doctype html>', '%PDF-1.7', 'MZ', ''])('that begins with %p is no photo', (prefix) => {
    expect(judgeCopy(granted, { ...proof, prefix: Buffer.from(prefix) })).toMatchObject({
      code: 'PHOTO_TYPE_UNSUPPORTED',
    })
  })
})

describe('bytes', () => {
  it('of the granted MD5 have nothing against them', () => {
    expect(judgeMd5({ contentMd5: 'a'.repeat(32) }, 'a'.repeat(32))).toBeUndefined()
  })

  it.each(['b'.repeat(32), `${'a'.repeat(32)}-2`])('of MD5 %s are not as granted', (md5) => {
    expect(judgeMd5({ contentMd5: 'a'.repeat(32) }, md5)).toMatchObject({ code: 'PHOTO_NOT_AS_GRANTED' })
  })
})
