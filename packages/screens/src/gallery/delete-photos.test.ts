import { expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import { deletePhotos } from './delete-photos.js'

/** Deletes what is not in `failures`, and notes what it was asked for and how many at once. */
class FakeDeletion {
  readonly askedIds: string[] = []
  mostAtOnce = 0
  private atOnce = 0

  constructor(private readonly failures: Record<string, ErrorCode> = {}) {}

  deletePhoto = async (photoId: string): Promise<void> => {
    this.askedIds.push(photoId)
    this.atOnce += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce)
    await Promise.resolve()
    this.atOnce -= 1
    const code = this.failures[photoId]
    if (code !== undefined) throw new AppError(code, photoId)
  }
}

const IDS = Array.from({ length: 30 }, (_, index) => `photo-${index}`)

it('deletes all, three at a time', async () => {
  const list = new FakeDeletion()

  const result = await deletePhotos(IDS, list)

  expect([...result.deletedIds].sort()).toEqual([...IDS].sort())
  expect(result.failedIds).toEqual([])
  expect(list.mostAtOnce).toBe(3)
})

it('goes on after one that fails, and names it', async () => {
  const list = new FakeDeletion({ 'photo-1': 'INTERNAL' })

  const result = await deletePhotos(IDS, list)

  expect(result.deletedIds).toHaveLength(29)
  expect(result.failedIds).toEqual(['photo-1'])
})

it.each(['NETWORK_LOST', 'NETWORK_TIMEOUT', 'RATE_LIMITED'] as const)(
  'asks for nothing more after %s',
  async (code) => {
    const list = new FakeDeletion(Object.fromEntries(IDS.map((photoId) => [photoId, code])))

    const result = await deletePhotos(IDS, list)

    expect(list.askedIds).toHaveLength(3)
    expect(result.deletedIds).toEqual([])
    expect([...result.failedIds].sort()).toEqual([...IDS].sort())
  },
)

it('hides no programming error', async () => {
  const broken = new TypeError('cannot read properties of undefined')

  await expect(deletePhotos(['photo-1'], { deletePhoto: () => Promise.reject(broken) })).rejects.toBe(broken)
})
