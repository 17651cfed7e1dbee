import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Photo } from '@photolift/contracts'
import type { ReadUrl, ReadUrlRequest } from '@photolift/cos'
import type { PhotoRow } from '@photolift/database'
import { photoRow } from '../../test/photo-row.js'
import { createPhotoView } from './photo-view.js'

let calls = 0
/** When the key that signs links ends. */
let keyEndsAt: Date

const store = {
  async readUrls(requests: readonly ReadUrlRequest[]): Promise<ReadUrl[]> {
    calls += 1
    return requests.map(({ key, validFrom, validUntil, imageOperation = '' }) => ({
      url: `https://bucket/${key}?${validFrom.toISOString()};${validUntil.toISOString()};${imageOperation}`,
      expiresAt: keyEndsAt < validUntil ? keyEndsAt : validUntil,
    }))
  },
  cloudFileId: (): string | undefined => undefined,
}
const row = photoRow({ status: 'ready', finalKey: 'photos/p', width: 40, height: 30 })
const at = (time: string) => Date.parse(`2026-11-20T${time}Z`)

beforeEach(() => {
  calls = 0
  keyEndsAt = new Date('2027-01-01T00:00:00Z')
})

describe("a photo's links", () => {
  it('are the same text for a whole half hour and live 60 to 90 minutes', async () => {
    const times = ['08:00:00', '08:29:59', '08:30:00']

    const [first, last, next] = await Promise.all(times.map((time) => photoOf(row, { now: at(time) })))

    expect(last).toEqual(first)
    expect(first?.urlExpiresAt).toBe('2026-11-20T09:30:00.000Z')
    expect(next?.urlExpiresAt).toBe('2026-11-20T10:00:00.000Z')
    expect(first?.viewUrl).toContain('photos/p?2026-11-20T08:00:00.000Z;2026-11-20T09:30:00.000Z;')
  })

  it('say when they really end, where the key that signs them ends before', async () => {
    keyEndsAt = new Date('2026-11-20T08:20:00Z')

    await expect(photoOf(row, { now: at('08:00:00') })).resolves.toMatchObject({
      urlExpiresAt: '2026-11-20T08:20:00.000Z',
    })
  })

  it('show small pictures upright and without metadata where the bucket makes them', async () => {
    const [small, plain] = [await photoOf(row), await photoOf(row, { thumbnails: 'none' })]

    expect(small.thumbnailUrl).toMatch(/auto-orient\|.*\/strip\//)
    expect(plain.thumbnailUrl).toBe(plain.viewUrl)
  })

  it('show small pictures that the service has made, and the photo itself until then', async () => {
    const withOne = { ...row, thumbnailKey: 'photos/p-small' }

    const [before, after] = await createPhotoView(store, 'server').toPhotos([row, withOne], 0)

    expect(before?.thumbnailUrl).toBe(before?.viewUrl)
    expect(new URL(after?.viewUrl as string).pathname).toBe('/photos/p')
    expect(new URL(after?.thumbnailUrl as string).pathname).toBe('/photos/p-small')
    expect(calls).toBe(1)
  })

  it('lead to a JPEG of a HEIC, and to the bytes of all else', async () => {
    const heic = { ...row, contentType: 'image/heic' } as const
    const withPictures = { ...heic, thumbnailKey: 'photos/p-1.small' }

    const [byBucket, plain] = await createPhotoView(store, 'ci').toPhotos([heic, row], 0)
    const [byService, before] = await createPhotoView(store, 'server').toPhotos([withPictures, heic], 0)
    const none = await photoOf(heic, { thumbnails: 'none' })

    expect(byBucket?.viewUrl).toMatch(/\/strip\/format\/jpg\/.*ignore-error/)
    expect(plain?.viewUrl).not.toContain('imageMogr2')
    expect(new URL(byService?.viewUrl as string).pathname).toBe('/photos/p-1.large')
    expect(new URL(byService?.thumbnailUrl as string).pathname).toBe('/photos/p-1.small')
    for (const photo of [before, none]) expect(new URL(photo?.viewUrl as string).pathname).toBe('/photos/p')
  })

  it('come with ids of the cloud where the storage has such', async () => {
    const cloud = { ...store, cloudFileId: (key: string) => `cloud://env.bucket/${key}` }
    const rows = [
      row,
      { ...row, thumbnailKey: 'photos/p-small' },
      { ...row, thumbnailKey: 'photos/p.small' },
      photoRow(),
    ]

    const photos = await createPhotoView(cloud, 'server').toPhotos(rows, 0)

    expect(photos.map((photo) => [photo.cloudFileId, photo.thumbnailCloudFileId, photo.viewCloudFileId])).toEqual([
      ['cloud://env.bucket/photos/p', undefined, undefined],
      ['cloud://env.bucket/photos/p', 'cloud://env.bucket/photos/p-small', undefined],
      ['cloud://env.bucket/photos/p', 'cloud://env.bucket/photos/p.small', 'cloud://env.bucket/photos/p.large'],
      [undefined, undefined, undefined],
    ])
  })

  it.each(['ci', 'none'] as const)('of many photos, some without any, come from one call (%s)', async (thumbnails) => {
    const rows = ['a', 'b', 'c'].map((key) => photoRow({ status: 'ready', finalKey: `photos/${key}` }))
    const pending = photoRow()

    const photos = await createPhotoView(store, thumbnails).toPhotos([pending, ...rows, pending], 0)

    expect(photos.map(({ viewUrl }) => viewUrl && new URL(viewUrl).pathname)).toEqual([
      undefined,
      '/photos/a',
      '/photos/b',
      '/photos/c',
      undefined,
    ])
    expect(photos.map(({ thumbnailUrl }) => thumbnailUrl && new URL(thumbnailUrl).pathname)).toEqual(
      photos.map(({ viewUrl }) => viewUrl && new URL(viewUrl).pathname),
    )
    expect(calls).toBe(1)
  })

  it('that the storage does not give are an error, never an empty place', async () => {
    const readUrls = async () => [{ error: { code: 'STORAGE_CANNOT' as const, message: 'no' } }]

    await expect(createPhotoView({ ...store, readUrls }, 'none').toPhotos([row], 0)).rejects.toMatchObject({
      code: 'STORAGE_CANNOT',
    })
  })

  it('name the photo that an edit made theirs from', async () => {
    expect(await photoOf({ ...row, sourcePhotoId: 'source' })).toMatchObject({ sourcePhotoId: 'source' })
  })

  it.each(['pending', 'rejected'] as const)('are absent while the photo is %s', async (status) => {
    const photo = await photoOf({ ...row, status, finalKey: null, width: null, height: null })

    expect(Object.keys(photo)).not.toEqual(expect.arrayContaining(['viewUrl']))
    expect(photo).not.toHaveProperty('urlExpiresAt')
    expect(photo).not.toHaveProperty('width')
  })
})

async function photoOf(
  shown: PhotoRow,
  { now = 0, thumbnails = 'ci' }: { now?: number; thumbnails?: 'ci' | 'none' } = {},
): Promise<Photo> {
  const [photo] = await createPhotoView(store, thumbnails).toPhotos([shown], now)
  return photo as Photo
}
