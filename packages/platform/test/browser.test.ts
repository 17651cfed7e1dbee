import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { KeptPhotos } from '../src/index.js'
import { BrowserHarness } from './browser-harness.js'
import { describeHttpStack } from './http-stack.contract.js'
import { describeKeptPhotos } from './kept-photos.contract.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describeSurroundings } from './network-and-lifecycle.contract.js'
import { describePhotoSource } from './photo-source.contract.js'

const PICTURE = join(import.meta.dirname, '../../preview/album/balloon-l.webp')

let browser: BrowserHarness

beforeAll(async () => {
  browser = await BrowserHarness.start()
}, 120_000)

afterAll(() => browser?.close())

describe('in Chromium', () => {
  describeHttpStack(() => browser)
  describePhotoSource(() => browser)
  describe.each(['local', 'indexed'] as const)('of the kind %s', (kind) => {
    describeKeyValueStore(
      () => browser.store(kind),
      () => ({
        ...browser.store(kind),
        async get(key) {
          await browser.reload()
          return browser.store(kind).get(key)
        },
      }),
    )
  })
  describe('in a database', () => {
    afterEach(async () => {
      await browser.reload()
      for (const name of await browser.keptPhotos.list()) await browser.keptPhotos.remove(name)
    })

    it('are not there where the browser refuses the database, and whoever keeps one hears it', async () => {
      await browser.refuseDatabases()

      expect(await browser.keptPhotos.open('a.jpg')).toBeUndefined()
      await browser.keptPhotos.remove('a.jpg')
      await expect(browser.keptPhotos.write('a.jpg', new ArrayBuffer(1))).rejects.toMatchObject({
        code: 'STORAGE_FULL',
      })
    })

    describeKeptPhotos(() => {
      let room: Promise<void> = Promise.resolve()
      const afterRoom = {
        ...browser.keptPhotos,
        keep: async (...args: Parameters<KeptPhotos['keep']>) => {
          await room
          return browser.keptPhotos.keep(...args)
        },
      }
      return {
        open: () => afterRoom,
        reopen: () => ({
          ...browser.keptPhotos,
          async open(name) {
            await browser.reload()
            return browser.keptPhotos.open(name)
          },
        }),
        photo: (bytes) => browser.photo(bytes),
        gonePhoto: () => browser.gonePhoto(),
        leaveRoom: (byteLength) => {
          room = browser.leaveRoom(byteLength)
        },
        shows: async (localUrl, bytes) => Buffer.from(await browser.show(localUrl)).equals(bytes),
      }
    })
  })

  describe('pictures', () => {
    it('are measured, and made smaller but never larger', async () => {
      const photo = await browser.photo(await readFile(PICTURE))

      const before = await browser.measure(photo)
      const smaller = await browser.toJpeg(photo, 100)
      const asLarge = await browser.toJpeg(photo, 100_000)

      if (before === undefined || smaller === undefined || asLarge === undefined) throw new Error('Chromium reads WebP')
      expect(Math.max(before.width, before.height)).toBeGreaterThan(100)
      expect(await browser.measure(smaller)).toEqual({
        width: Math.round((before.width * 100) / Math.max(before.width, before.height)),
        height: Math.round((before.height * 100) / Math.max(before.width, before.height)),
      })
      expect(await browser.measure(asLarge)).toEqual(before)
      expect(Buffer.from(await smaller.slice(0, 3)).toString('hex')).toBe('ffd8ff')
    })

    it('that the browser does not read are left alone', async () => {
      const photo = await browser.photo(Buffer.from('no picture'))

      expect(await browser.measure(photo)).toBeUndefined()
      expect(await browser.toJpeg(photo, 100)).toBeUndefined()
    })
  })
  describeSurroundings(() => ({
    network: browser.network,
    lifecycle: browser.lifecycle,
    goOffline: () => browser.setOnline(false),
    goOnline: () => browser.setOnline(true),
    hide: () => browser.setVisible(false),
    show: () => browser.setVisible(true),
  }))

  describe('the sole use of a name', () => {
    it('is one page’s until it ends or is loaded anew, and never keeps another name', async () => {
      const { soleUse, closeTab } = await browser.tab()
      // However long a busy machine takes to close a tab, the page waits for it.
      await browser.withStoppedClock(async (letGoBy) => {
        expect(await soleUse('journal')).toBe('journal')

        const refusal = browser.soleUse('journal').catch((error: unknown) => error)
        expect(await browser.soleUse('another')).toBe('another')
        await letGoBy(2_000)
        expect(await refusal).toMatchObject({ code: 'STORAGE_FULL' })

        const waiting = browser.soleUse('journal')
        await closeTab()
        expect(await waiting).toBe('journal')
        await browser.reload()
        expect(await browser.soleUse('journal')).toBe('journal')
      })
    })
  })

  it('says when storage is full', async () => {
    await expect(browser.store('local').set('big', 'x'.repeat(6_000_000))).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    })
  })
})
