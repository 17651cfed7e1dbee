import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createCancelSource, type PhotoSource } from '../src/index.js'
import {
  FakeHttpStack,
  FakeLifecycle,
  FakeNetwork,
  fakePhotoSource,
  MemoryKeptPhotos,
  MemoryStore,
} from '../src/testing/index.js'
import { describeKeptPhotos } from './kept-photos.contract.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describeSurroundings } from './network-and-lifecycle.contract.js'

// Fakes keep the promises of their ports, or the tests that use them prove nothing.
describe('the fakes', () => {
  const store = new MemoryStore()
  describeKeyValueStore(() => store)

  describeKeptPhotos(() => {
    const kept = new MemoryKeptPhotos()
    return {
      photo: async (bytes) => photoOf(bytes),
      gonePhoto: async () => fakePhotoSource({ gone: true }),
      open: () => kept,
      reopen: () => kept,
      leaveRoom(byteLength) {
        kept.limitBytes = byteLength
      },
    }
  })

  const network = new FakeNetwork()
  const lifecycle = new FakeLifecycle()
  describeSurroundings(() => ({
    network,
    lifecycle,
    goOffline: async () => network.goOffline(),
    goOnline: async () => network.goOnline(),
    hide: async () => lifecycle.hide(),
    show: async () => lifecycle.show(),
  }))

  it('give a photo that reads like a JPEG', async () => {
    const photo = fakePhotoSource({ byteLength: 6 })

    expect([...new Uint8Array(await photo.slice(0, 16))]).toEqual([0xff, 0xd8, 0xff, 0xe0, 0, 0])
    expect(await photo.md5()).toBe('8fa825ca500655856901a2fac8bd477f')
  })

  it('reject a transfer that is cancelled, and take no answer for it any more', async () => {
    const http = new FakeHttpStack()
    const source = createCancelSource()
    const posting = http.postForm({
      url: 'https://x',
      fields: {},
      fileField: 'file',
      photo: fakePhotoSource(),
      signal: source.signal,
    })

    source.cancel()
    http.transfers[0]?.answer({ status: 200 })

    await expect(posting).rejects.toBeInstanceOf(AppError)
    expect(http.transfers[0]?.ended).toBe(true)
  })
})

function photoOf(bytes: Uint8Array): PhotoSource {
  return {
    byteLength: bytes.length,
    slice: async (start, end) => new Uint8Array(bytes.slice(start, end)).buffer,
    md5: async () => createHash('md5').update(bytes).digest('hex'),
  }
}
