import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BrowserHarness } from './browser-harness.js'
import { describeHttpStack } from './http-stack.contract.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describeSurroundings } from './network-and-lifecycle.contract.js'
import { describePhotoSource } from './photo-source.contract.js'

let browser: BrowserHarness

beforeAll(async () => {
  browser = await BrowserHarness.start()
}, 120_000)

afterAll(() => browser?.close())

describe('in Chromium', () => {
  describeHttpStack(() => browser)
  describePhotoSource(() => browser)
  describeKeyValueStore(
    () => browser.store,
    () => ({
      ...browser.store,
      async get(key) {
        await browser.reload()
        return browser.store.get(key)
      },
    }),
  )
  describeSurroundings(() => ({
    network: browser.network,
    lifecycle: browser.lifecycle,
    goOffline: () => browser.setOnline(false),
    goOnline: () => browser.setOnline(true),
    hide: () => browser.setVisible(false),
    show: () => browser.setVisible(true),
  }))

  it('says when storage is full', async () => {
    await expect(browser.store.set('big', 'x'.repeat(6_000_000))).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  })
})
