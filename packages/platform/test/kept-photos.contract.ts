import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { KeptPhotos, PhotoSource } from '../src/index.js'

/** A platform under test: what it keeps, and photos of its own kind. */
export interface KeptPhotosSubject {
  open(): KeptPhotos
  /** The same files as after a restart of the app. */
  reopen(): KeptPhotos
  photo(bytes: Uint8Array): Promise<PhotoSource>
  /** A photo whose file is gone since it was opened. */
  gonePhoto(): Promise<PhotoSource>
  /** Leaves room for so many bytes more. */
  leaveRoom(byteLength: number): void
  /** Whether an address shows these bytes; absent where an address stays the same over a restart. */
  shows?(localUrl: string, bytes: Uint8Array): Promise<boolean>
}

/** What every KeptPhotos promises; see `src/ports/kept-photos.ts`. */
export function describeKeptPhotos(create: () => KeptPhotosSubject): void {
  describe('kept photos', () => {
    it('are there after a restart, with their bytes and something to show', async () => {
      const subject = create()
      const bytes = randomBytes(100_000)
      const photo = await subject.photo(bytes)

      const kept = await subject.open().keep('a.jpg', photo)
      const md5 = await photo.md5()
      const found = await subject.reopen().open('a.jpg')

      expect((await subject.shows?.(found?.localUrl ?? '', bytes)) ?? found?.localUrl === kept.localUrl).toBe(true)
      expect(found?.source.byteLength).toBe(bytes.length)
      expect(Buffer.from((await found?.source.slice(10, 20)) ?? new ArrayBuffer(0))).toEqual(bytes.subarray(10, 20))
      expect(await found?.source.md5()).toBe(md5)
      expect(await subject.reopen().list()).toEqual(['a.jpg'])
    })

    it('are written from bytes, too', async () => {
      const subject = create()
      const bytes = randomBytes(5_000)

      const kept = await subject.open().write('b', new Uint8Array(bytes).buffer)

      expect(kept.source.byteLength).toBe(5_000)
      expect(Buffer.from(await kept.source.slice(0, 5_000))).toEqual(bytes)
      expect(await subject.reopen().list()).toEqual(['b'])
    })

    it('are gone once they are removed, which may be said twice', async () => {
      const subject = create()
      const keptPhotos = subject.open()
      await keptPhotos.keep('a.jpg', await subject.photo(randomBytes(10)))

      await keptPhotos.remove('a.jpg')
      await keptPhotos.remove('a.jpg')

      expect(await keptPhotos.open('a.jpg')).toBeUndefined()
      expect(await keptPhotos.list()).toEqual([])
    })

    it('are replaced under the same name', async () => {
      const subject = create()
      const keptPhotos = subject.open()
      await keptPhotos.keep('a.jpg', await subject.photo(randomBytes(10)))

      await keptPhotos.keep('a.jpg', await subject.photo(randomBytes(20)))

      expect((await keptPhotos.open('a.jpg'))?.source.byteLength).toBe(20)
      expect(await keptPhotos.list()).toEqual(['a.jpg'])
    })

    it('are STORAGE_FULL where there is no room, and nothing is left of them', async () => {
      const subject = create()
      const keptPhotos = subject.open()
      subject.leaveRoom(1_000)
      await keptPhotos.keep('fits.jpg', await subject.photo(randomBytes(600)))

      const tooMuch = keptPhotos.keep('full.jpg', await subject.photo(randomBytes(600)))
      await expect(tooMuch).rejects.toMatchObject({ name: 'AppError', code: 'STORAGE_FULL' })
      await expect(keptPhotos.write('full', new ArrayBuffer(600))).rejects.toMatchObject({ code: 'STORAGE_FULL' })

      expect(await keptPhotos.list()).toEqual(['fits.jpg'])
    })

    it('are PHOTO_UNREADABLE where the picked file is gone, and nothing is left of them', async () => {
      const subject = create()
      const keptPhotos = subject.open()

      const keeping = keptPhotos.keep('a.jpg', await subject.gonePhoto())

      await expect(keeping).rejects.toMatchObject({ name: 'AppError', code: 'PHOTO_UNREADABLE' })
      expect(await keptPhotos.list()).toEqual([])
    })
  })
}
