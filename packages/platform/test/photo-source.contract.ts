import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { HttpStackSubject } from './http-stack.contract.js'

/** What every PhotoSource promises; see `src/ports/photo-source.ts`. */
export function describePhotoSource(subject: () => Pick<HttpStackSubject, 'photo' | 'gonePhoto'>): void {
  describe('a photo', () => {
    it('tells its length and its MD5', async () => {
      const bytes = randomBytes(5_000_001)

      const photo = await subject().photo(bytes)

      expect(photo.byteLength).toBe(bytes.length)
      expect(await photo.md5()).toBe(createHash('md5').update(bytes).digest('hex'))
    })

    it.each([
      [0, 16],
      [999_990, 1_000_000],
      [10, 11],
    ])('hands over bytes %i to %i', async (start, end) => {
      const bytes = randomBytes(1_000_000)
      const photo = await subject().photo(bytes)

      const slice = await photo.slice(start, end)

      expect(Buffer.from(slice)).toEqual(bytes.subarray(start, end))
    })

    it('ends a slice where it ends itself', async () => {
      const bytes = randomBytes(10)
      const photo = await subject().photo(bytes)

      expect(Buffer.from(await photo.slice(4, 16))).toEqual(bytes.subarray(4))
      expect((await photo.slice(10, 16)).byteLength).toBe(0)
    })

    it('is PHOTO_UNREADABLE once its file is gone', async () => {
      const photo = await subject().gonePhoto()

      await expect(photo.slice(0, 10)).rejects.toMatchObject({ name: 'AppError', code: 'PHOTO_UNREADABLE' })
      await expect(photo.md5()).rejects.toMatchObject({ name: 'AppError', code: 'PHOTO_UNREADABLE' })
    })
  })
}
