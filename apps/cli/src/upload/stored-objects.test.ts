import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { ListRequest, ObjectStore } from '@photolift/cos'
import type { Storage } from '../storage/storage.js'
import type { Manifest } from './manifest.js'
import { lookUpStored } from './stored-objects.js'

const NOTHING: Pick<Manifest, 'get'> = { get: () => undefined }

/** A bucket that lists as COS does: in the order of the keys' bytes, a thousand at a time. */
class FakeBucket {
  readonly requests: ListRequest[] = []

  constructor(private readonly keys: readonly string[]) {}

  list(request: ListRequest) {
    this.requests.push(request)
    const isAfter = (key: string) => Buffer.compare(Buffer.from(key), Buffer.from(request.startAfter ?? '')) > 0
    const rest = this.keys
      .filter((key) => key.startsWith(request.prefix) && isAfter(key))
      .toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    const objects = rest
      .slice(0, 1_000)
      .map((key) => ({ key, byteLength: 1, etag: `etag of ${key}`, lastModifiedAt: new Date(0) }))
    const next = rest.length > 1_000 ? objects.at(-1)?.key : undefined
    return Promise.resolve({ objects, ...(next !== undefined && { next }) })
  }
}

function storageOf(list: ObjectStore['list']): Storage {
  const store = { abilities: new Set(['list']), list }
  return { store, identity: '', fileId: String, keyOf: () => '' } as unknown as Storage
}

async function lookUp(bucket: FakeBucket, keys: string[], prefix = '') {
  const storage = storageOf((request) => bucket.list(request))
  return lookUpStored(storage, { keys, prefix, manifest: NOTHING as Manifest }, () => {})
}

describe('what is stored already', () => {
  it('is found on every page', async () => {
    const keys = Array.from({ length: 2_500 }, (_, n) => `a/${n}.jpg`)
    const stored = await lookUp(new FakeBucket(keys), [...keys, 'a/none.jpg'], 'a/')

    expect(keys.filter((key) => typeof stored(key) !== 'object')).toEqual([])
    expect(stored('a/2499.jpg')).toMatchObject({ etag: 'etag of a/2499.jpg' })
    expect(stored('a/none.jpg')).toBe('absent')
  })

  it('is found without listing the million photos that lie in between', async () => {
    const photos = Array.from({ length: 30_000 }, (_, n) => `photos/${String(n).padStart(6, '0')}`)
    const bucket = new FakeBucket([...photos, 'a.jpg', 'zebra.jpg', '照片.jpg', '\u{1f600}.jpg', '\uffee.jpg'])

    const stored = await lookUp(bucket, ['a.jpg', 'zebra.jpg', '照片.jpg', '\u{1f600}.jpg', '\uffee.jpg', 'zz.jpg'])

    expect(
      ['a.jpg', 'zebra.jpg', '照片.jpg', '\u{1f600}.jpg', '\uffee.jpg', 'zz.jpg'].map((key) => typeof stored(key)),
    ).toEqual([...Array.from({ length: 5 }, () => 'object'), 'string'])
    expect(bucket.requests.length).toBeLessThanOrEqual(3)
  })

  it('asks nothing where nothing is to be sent', async () => {
    const bucket = new FakeBucket(['a'])
    await lookUp(bucket, [])

    expect(bucket.requests).toEqual([])
  })

  it('is unknown to a key pair that may only write, and that is told', async () => {
    const notes: string[] = []
    const denied = new AppError('INTERNAL', 'COS answered 403 AccessDenied', { cosErrorCode: 'AccessDenied' })
    const storage = storageOf(() => Promise.reject(denied))

    const stored = await lookUpStored(storage, { keys: ['a'], prefix: '', manifest: NOTHING as Manifest }, (note) =>
      notes.push(note),
    )

    expect(stored('a')).toBe('unknown')
    expect(notes).toEqual([expect.stringContaining('may not list')])
  })

  it('is not guessed where the key pair is refused as a whole', async () => {
    const wrong = new AppError('INTERNAL', 'COS answered 403', { cosErrorCode: 'SignatureDoesNotMatch' })
    const storage = storageOf(() => Promise.reject(wrong))

    await expect(
      lookUpStored(storage, { keys: ['a'], prefix: '', manifest: NOTHING as Manifest }, () => {}),
    ).rejects.toBe(wrong)
  })
})
