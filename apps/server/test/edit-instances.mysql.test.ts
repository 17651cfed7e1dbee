import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { EditOperation, Photo } from '@photolift/contracts'
import { Client, uploadRequest } from './client.js'
import { FakeObjectStore } from './fake-object-store.js'
import { phonePhoto } from './pictures.js'
import { type RunningService, runService } from './running-service.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

const grey: EditOperation = { kind: 'greyscale' }

let database: TestDatabase
let store: FakeObjectStore
let services: readonly [RunningService, RunningService]
/** One person, logged in to both. */
let first: Client
let second: Client
let photo: Photo

beforeEach(async () => {
  database = await createTestDatabase()
  store = new FakeObjectStore()
  const options = { store, database, environment: { THUMBNAILS: 'server' }, thumbnailsWaitMs: 10_000 }
  services = [await runService(options), await runService(options)]
  first = await services[0].person('both')
  second = new Client(services[1].url, first.authToken, first.userId)
  const bytes = Buffer.from(await phonePhoto({ width: 60, height: 40 }))
  const grant = await first.grant(uploadRequest(bytes))
  store.post(grant.key, bytes)
  const [result] = await first.confirm(grant.photoId)
  if (result === undefined || !('photo' in result)) throw new Error('not confirmed')
  photo = result.photo
})
afterEach(async () => {
  for (const service of services) await service.close()
  await database.drop()
})

/** Holds the next write of the bucket. @returns once it has begun, what lets it end */
async function heldWrite(begin: () => void): Promise<() => void> {
  const begun = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  store.at('after write', () => {
    begun.resolve()
    return released.promise
  })
  begin()
  await begun.promise
  return released.resolve
}

describe('two instances', () => {
  it('asked for the same edit at once make it once', async () => {
    const edited = await Promise.all(
      [0, 1, 2, 3].flatMap(() => [first.edit(photo.photoId, grey), second.edit(photo.photoId, grey)]),
    )

    expect(new Set(edited.map(({ photoId }) => photoId)).size).toBe(1)
    expect(store.calls.filter((call) => call === 'write')).toHaveLength(1)
    expect((await first.gallery()).photos).toHaveLength(2)
  })

  it('wait for one another: the second answers with what the first has made', async () => {
    let slow: Promise<Photo> | undefined
    const release = await heldWrite(() => {
      slow = first.edit(photo.photoId, grey)
    })

    const waiting = second.edit(photo.photoId, grey)
    release()

    expect(await waiting).toEqual(await slow)
    expect(store.objects.size).toBe(2)
  })

  it('that make the same small picture leave one object', async () => {
    let slow: Promise<Photo> | undefined
    const release = await heldWrite(() => {
      slow = first.photo(photo.photoId)
    })

    const fast = await second.photo(photo.photoId)
    release()
    const late = (await slow) as Photo

    expect(fast.thumbnailUrl).not.toBe(fast.viewUrl)
    expect(late.thumbnailUrl).toBe(fast.thumbnailUrl)
    expect(store.objects.size).toBe(2)
  })
})
