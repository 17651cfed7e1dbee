import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createCancelSource } from '../src/index.js'
import { FakeHttpStack, FakeLifecycle, FakeNetwork, fakePhotoSource, MemoryStore } from '../src/testing/index.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describeSurroundings } from './network-and-lifecycle.contract.js'

// Fakes keep the promises of their ports, or the tests that use them prove nothing.
describe('the fakes', () => {
  const store = new MemoryStore()
  describeKeyValueStore(() => store)

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
