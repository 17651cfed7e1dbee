import { describe, expect, it } from '@jest/globals'
import type { ObjectProof } from '@photolift/cos'
import { judgeCopy } from './judge-copy.js'

const granted = { byteLength: 500, contentMd5: 'a'.repeat(32), contentType: 'image/jpeg' } as const
const proof: ObjectProof = {
  byteLength: 500,
  etag: 'a'.repeat(32),
  contentType: 'image/jpeg',
  prefix: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
}

describe('a copy', () => {
  it('that is as granted has nothing against it', () => {
    expect(judgeCopy(granted, proof)).toBeUndefined()
  })

  it.each<[string, Partial<ObjectProof>]>([
    ['a byte more', { byteLength: 501 }],
    ['another MD5', { etag: 'b'.repeat(32) }],
    ['an ETag of several parts', { etag: `${'a'.repeat(32)}-2` }],
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
