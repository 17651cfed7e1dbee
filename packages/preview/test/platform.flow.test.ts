import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { RunningApp, textOf } from './running-app.js'
import { callFiles, callWx } from './wx-in-page.js'

let app: RunningApp
let page: Page

beforeAll(async () => {
  app = await RunningApp.start()
}, 60_000)

beforeEach(async () => {
  await page?.close()
  page = await app.open('platform')
})

afterAll(() => app?.stop())

/** Runs a function on `wx` in the page. */
const onWx = async <T>(run: (wx: Wx) => T): Promise<T> => {
  const wx = await page.evaluateHandle(() => (globalThis as unknown as { wx: Wx }).wx)
  return page.evaluate(run as (wx: unknown) => T, wx)
}

interface Wx {
  // biome-ignore lint/suspicious/noExplicitAny: the tests call whatever wx has
  readonly [name: string]: any
}

describe('what wx lacks', () => {
  it('throws when it is touched, and shows in the frame and to tests', async () => {
    const message = await onWx((wx) => {
      try {
        return wx['startBluetoothDevicesDiscovery']
      } catch (error) {
        return (error as Error).message
      }
    })

    expect(message).toBe('wx.startBluetoothDevicesDiscovery is not in the preview')
    expect(await page.locator('.error-banner').textContent()).toBe(message)
    expect(await page.evaluate(() => window.preview.errors)).toEqual([message])
  })

  it('is not there for canIUse and `in`', async () => {
    expect(
      await onWx((wx) => ['chooseMedia', 'button.open-type', 'startWifi'].map((name) => wx['canIUse'](name))),
    ).toEqual([true, true, false])
    expect(await onWx((wx) => ['request' in wx, 'startWifi' in wx])).toEqual([true, false])
  })

  it('can be what an old client lacks', async () => {
    const old = await app.open('platform', { without: 'chooseMedia,getDeviceInfo' })

    const found = await old.evaluate(() => {
      const { wx } = globalThis as unknown as { wx: Wx }
      return [wx['canIUse']('chooseMedia'), typeof wx['chooseMedia'], typeof wx['chooseImage']]
    })

    expect(found).toEqual([false, 'undefined', 'function'])
    await old.close()
  })

  it("reaches neither window nor document from the app's modules", async () => {
    const hidden = await page.evaluate(() => {
      const { getCurrentPages } = globalThis as unknown as { getCurrentPages(): { globals(): string[] }[] }
      return getCurrentPages()[0]?.globals()
    })

    expect(hidden).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'undefined'])
  })
})

it('reports what the app does not catch', async () => {
  await onWx((wx) => wx['nextTick'](() => Promise.reject(new Error('lost promise'))))

  await page.waitForFunction(() => window.preview.errors.includes('lost promise'))
  expect(await page.locator('.error-banner').textContent()).toBe('lost promise')
})

it('answers by callbacks or by a promise, never both', async () => {
  const [withCallbacks, withoutThem] = await onWx(async (wx) => {
    const heard: unknown[] = []
    const note = (outcome: unknown) => heard.push(outcome)
    const given = await new Promise((resolve) => {
      const promise = wx['getStorage']({
        key: 'none',
        fail: note,
        complete: (outcome: unknown) => {
          note(outcome)
          // What else there may be to hear has a turn to be heard in.
          setTimeout(() => resolve(promise), 0)
        },
      })
    })
    return [{ given, heard }, await wx['getNetworkType']()]
  })

  const failure = { errMsg: 'getStorage:fail data not found' }
  expect(withCallbacks).toEqual({ heard: [failure, failure] })
  expect(withoutThem).toMatchObject({ errMsg: 'getNetworkType:ok', networkType: 'wifi' })
})

describe('storage', () => {
  it('keeps values over a restart, apart for each person', async () => {
    await onWx((wx) => wx['setStorageSync']('tasks', [{ id: 1, name: '照片' }]))
    await page.reload()
    await page.waitForFunction(() => window.preview !== undefined)
    const other = await app.open('platform', { person: 'ada' })

    expect(await onWx((wx) => [wx['getStorageSync']('tasks'), wx['getStorageSync']('none')])).toEqual([
      [{ id: 1, name: '照片' }],
      '',
    ])
    expect(await callWx(other, 'getStorage', { key: 'tasks' })).toEqual({ errMsg: 'getStorage:fail data not found' })
    await other.close()
  })

  it('refuses a value over 1 MB', async () => {
    expect(await callWx(page, 'setStorage', { key: 'big', data: 'x'.repeat(1024 * 1024) })).toEqual({
      errMsg: 'setStorage:fail entry size limit reached',
    })
  })

  it('lists, removes and clears', async () => {
    const seen = await onWx((wx) => {
      wx['clearStorageSync']()
      wx['setStorageSync']('a', 1)
      wx['setStorageSync']('b', 2)
      wx['removeStorageSync']('a')
      return wx['getStorageInfoSync']()
    })

    expect(seen).toEqual({ keys: ['b'], currentSize: 1, limitSize: 10240 })
  })
})

describe('files', () => {
  const add = (text: string, name: string) =>
    page.evaluate(([content, given]) => window.preview.addFile(new Blob([content]), given), [text, name] as const)

  it('gives size and digests', async () => {
    const filePath = await add('hello', 'a.txt')

    const digests = await Promise.all(
      ['md5', 'sha1', 'sha256'].map((digestAlgorithm) => callFiles(page, 'getFileInfo', { filePath, digestAlgorithm })),
    )

    expect(digests.map(({ digest }) => digest)).toEqual(
      ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update('hello').digest('hex')),
    )
    expect(digests[0]).toMatchObject({ size: 5 })
  })

  it("digests photos outside the app's thread, as a phone does", async () => {
    const { digest, readInPage } = await page.evaluate(async () => {
      const { wx } = globalThis as unknown as { wx: Wx }
      const { arrayBuffer } = Blob.prototype
      let readInPage = 0
      Blob.prototype.arrayBuffer = function () {
        readInPage += this.size
        return arrayBuffer.call(this)
      }
      try {
        const filePath = window.preview.addFile(new Blob([new Uint8Array(9_000_000)]), 'large.jpg')
        const { digest } = await wx['getFileSystemManager']().getFileInfo({ filePath })
        return { digest, readInPage }
      } finally {
        Blob.prototype.arrayBuffer = arrayBuffer
      }
    })

    expect(digest).toBe(createHash('md5').update(new Uint8Array(9_000_000)).digest('hex'))
    expect(readInPage).toBe(0)
  })

  it('reads ranges, and refuses those outside', async () => {
    const filePath = await add('hello', 'a.txt')
    const read = (options: object) => callFiles(page, 'readFile', { filePath, encoding: 'utf8', ...options })

    expect(await read({ position: 1, length: 3 })).toMatchObject({ data: 'ell' })
    expect(await read({ position: 3 })).toMatchObject({ data: 'lo' })
    expect(await read({ encoding: 'base64' })).toMatchObject({ data: 'aGVsbG8=' })
    expect(await read({ position: 5 })).toMatchObject({ errno: 1301009 })
    expect(await read({ position: 1, length: 9 })).toMatchObject({ errno: 1301006 })
  })

  it('gives bytes where no encoding is asked for', async () => {
    const filePath = await add('AB', 'a.bin')

    const bytes = await page.evaluate(async (path) => {
      const { wx } = globalThis as unknown as { wx: Wx }
      const { data } = await wx['getFileSystemManager']().readFile({ filePath: path })
      return [data instanceof ArrayBuffer, ...new Uint8Array(data)]
    }, filePath)

    expect(bytes).toEqual([true, 65, 66])
  })

  it('forgets temporary files with the run, and keeps those of the user', async () => {
    const temporary = await add('kept', 'a.txt')
    const kept = 'wxfile://usr/photos/kept.txt'
    await callFiles(page, 'mkdir', { dirPath: 'wxfile://usr/photos', recursive: true })
    expect(await callFiles(page, 'copyFile', { srcPath: temporary, destPath: kept })).toEqual({ errMsg: 'copyFile:ok' })

    await page.reload()
    await page.waitForFunction(() => window.preview !== undefined)

    expect(await callFiles(page, 'readFile', { filePath: kept, encoding: 'utf8' })).toMatchObject({ data: 'kept' })
    expect(await callFiles(page, 'readdir', { dirPath: 'wxfile://usr/photos' })).toMatchObject({ files: ['kept.txt'] })
    expect(await callFiles(page, 'access', { path: temporary })).toEqual({
      errMsg: `access:fail no such file or directory, access '${temporary}'`,
      errno: 1300002,
    })
    expect(await callFiles(page, 'rmdir', { dirPath: 'wxfile://usr/photos' })).toMatchObject({ errno: 1300066 })
    await callFiles(page, 'unlink', { filePath: kept })
    expect(await callFiles(page, 'rmdir', { dirPath: 'wxfile://usr/photos' })).toEqual({ errMsg: 'rmdir:ok' })
  })

  it("writes only under the user's folder", async () => {
    expect(await callFiles(page, 'writeFile', { filePath: 'wxfile://tmp_mine', data: 'x' })).toMatchObject({
      errno: 1300013,
    })
  })

  it('moves a temporary file to where it is kept', async () => {
    const temporary = await add('saved', 'a.txt')

    const { savedFilePath } = await callFiles(page, 'saveFile', { tempFilePath: temporary })

    expect(savedFilePath).toMatch(/^wxfile:\/\/store_\w+\.txt$/)
    expect(await callFiles(page, 'access', { path: temporary })).toMatchObject({ errno: 1300002 })
    expect(await callFiles(page, 'getSavedFileList', {})).toMatchObject({
      fileList: [expect.objectContaining({ filePath: savedFilePath, size: 5 })],
    })
    await callFiles(page, 'removeSavedFile', { filePath: savedFilePath })
  })
})

describe('pickers', () => {
  const file = (name: string, text = name) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from(text) })

  it("open the browser's files, keep their bytes and hide their names", async () => {
    await page.evaluate(() => window.preview.set({ album: 'files' }))
    const chosen = page.waitForEvent('filechooser')
    const outcome = callWx(page, 'chooseMedia', { count: 20, mediaType: ['image'], sizeType: ['compressed'] })
    const chooser = await chosen

    await chooser.setFiles([file('a.jpg'), file('热气球 🎈.png')])

    expect(chooser.isMultiple()).toBe(true)
    const { tempFiles } = (await outcome) as unknown as { tempFiles: { tempFilePath: string; size: number }[] }
    expect(tempFiles).toMatchObject([
      { tempFilePath: expect.stringMatching(/^wxfile:\/\/tmp_\w+\.jpg$/), size: 5, fileType: 'image' },
      { tempFilePath: expect.stringMatching(/\.png$/) },
    ])
    expect(await callFiles(page, 'readFile', { filePath: tempFiles[0]?.tempFilePath, encoding: 'utf8' })).toMatchObject(
      {
        data: 'a.jpg',
      },
    )
  })

  it('give names from a chat only', async () => {
    await page.evaluate(() => window.preview.set({ album: 'files' }))
    const chosen = page.waitForEvent('filechooser')
    const outcome = callWx(page, 'chooseMessageFile', { count: 5, type: 'image' })

    await (await chosen).setFiles([file('热气球 🎈.jpg')])

    expect(await outcome).toMatchObject({ tempFiles: [{ name: '热气球 🎈.jpg', type: 'image' }] })
  })

  it('offer the sample album, in the order of the taps, up to the count', async () => {
    const outcome = callWx(page, 'chooseImage', { count: 2, sizeType: ['original'] })
    const photos = page.locator('.album-photo')

    await photos.nth(3).click()
    await photos.nth(1).click()
    await photos.nth(5).click()

    expect(await photos.nth(3).getAttribute('data-place')).toBe('1')
    expect(await photos.nth(5).getAttribute('aria-pressed')).toBe('false')
    await page.locator('.album-done').click()
    const { tempFiles, tempFilePaths } = (await outcome) as unknown as {
      tempFiles: { size: number }[]
      tempFilePaths: string[]
    }
    expect(tempFiles).toHaveLength(2)
    expect(tempFilePaths[0]).toMatch(/\.webp$/)
  })

  it('make a photo of about 3 MB of a sample', async () => {
    const outcome = callWx(page, 'chooseImage', { count: 1, sizeType: ['original'] })

    await page.locator('.album footer input').first().check()
    await page.locator('.album-photo').first().click()
    await page.locator('.album-done').click()

    const { tempFiles } = (await outcome) as unknown as { tempFiles: { size: number; path: string }[] }
    expect(tempFiles[0]?.size).toBeGreaterThan(2_000_000)
    expect(tempFiles[0]?.size).toBeLessThan(4_500_000)
    expect(await callWx(page, 'getImageInfo', { src: tempFiles[0]?.path })).toMatchObject({ type: 'jpeg', width: 2600 })
  })

  it('take a photo with the camera', async () => {
    const outcome = callWx(page, 'chooseMedia', { count: 1, sizeType: ['original'] })

    await page.locator('.album-camera').click()

    expect(await outcome).toMatchObject({ tempFiles: [{ tempFilePath: expect.stringMatching(/\.jpg$/) }] })
  })

  it('fail with cancel when they are closed', async () => {
    const outcome = callWx(page, 'chooseMedia', { count: 9 })

    await page.getByRole('button', { name: '取消' }).click()

    expect(await outcome).toEqual({ errMsg: 'chooseMedia:fail cancel' })
  })

  it('refuse a count that WeChat refuses', async () => {
    expect((await callWx(page, 'chooseMedia', { count: 21 })).errMsg).toContain('chooseMedia:fail parameter error')
  })
})

describe("the phone's album", () => {
  const open = async (person: string) => {
    const phone = await app.open('platform', { person })
    const save = () =>
      phone.evaluate(() => {
        const { wx } = globalThis as unknown as { wx: Wx }
        const filePath = window.preview.addFile(new Blob(['a picture'], { type: 'image/png' }), 'photo.png')
        return wx['saveImageToPhotosAlbum']({ filePath }).catch((failure: object) => failure)
      })
    const answer = (name: string) => phone.getByRole('alertdialog').getByRole('button', { name }).click()
    return { phone, save, answer }
  }

  it('takes a picture after the person has allowed it, and asks no more', async () => {
    const { phone, save, answer } = await open('heidi')
    const download = phone.waitForEvent('download')

    const first = save()
    await answer('允许')

    expect(await first).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' })
    expect(await save()).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' })
    expect(await readFile(await (await download).path(), 'utf8')).toBe('a picture')
    await phone.close()
  })

  it('remembers a refusal until the settings allow it', async () => {
    const { phone, save, answer } = await open('ivan')
    expect(await callWx(phone, 'openSetting')).toEqual({ errMsg: 'openSetting:ok', authSetting: {} })

    const first = save()
    await answer('拒绝')
    const failure = { errMsg: 'saveImageToPhotosAlbum:fail auth deny' }
    expect(await first).toEqual(failure)
    expect(await save()).toEqual(failure)

    const settings = callWx(phone, 'openSetting')
    await answer('允许')
    expect(await settings).toEqual({ errMsg: 'openSetting:ok', authSetting: { 'scope.writePhotosAlbum': true } })
    expect(await save()).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' })
    await phone.close()
  })

  it('takes local pictures only', async () => {
    expect(await callWx(page, 'saveImageToPhotosAlbum', { filePath: 'https://photos.example/a.jpg' })).toMatchObject({
      errMsg: expect.stringMatching(/^saveImageToPhotosAlbum:fail/),
    })
  })
})

describe('privacy consent', () => {
  const ask = () => page.evaluate(() => window.preview.set({ privacy: 'ask' }))

  it("asks the app's listener, believes a tapped button and remembers", async () => {
    const asking = await app.open('platform', { privacy: 'ask', person: 'grace' })
    await asking.evaluate(() => {
      const { wx, getCurrentPages } = globalThis as unknown as {
        wx: Wx
        getCurrentPages(): { setData(data: object): void }[]
      }
      wx['onNeedPrivacyAuthorization']((resolve: unknown) => {
        Object.assign(globalThis, { resolvePrivacy: resolve })
        getCurrentPages()[0]?.setData({ isAsked: true })
      })
    })

    const outcome = callWx(asking, 'requirePrivacyAuthorize')
    await asking.locator('#agree').click()

    expect(await outcome).toEqual({ errMsg: 'requirePrivacyAuthorize:ok' })
    expect(await callWx(asking, 'getPrivacySetting')).toMatchObject({ needAuthorization: false })
    await asking.close()
  })

  it('does not believe an app whose button was not tapped', async () => {
    await ask()
    await onWx((wx) =>
      wx['onNeedPrivacyAuthorization']((resolve: (answer: object) => void) =>
        resolve({ event: 'agree', buttonId: 'agree' }),
      ),
    )

    expect((await callWx(page, 'chooseMedia')).errMsg).toContain('was not tapped')
  })

  it('fails with errno 104 when the person refuses', async () => {
    await ask()
    await onWx((wx) =>
      wx['onNeedPrivacyAuthorization']((resolve: (answer: object) => void) => resolve({ event: 'disagree' })),
    )

    expect(await callWx(page, 'chooseMedia')).toEqual({
      errMsg: 'chooseMedia:fail privacy permission is not authorized',
      errno: 104,
    })
  })

  it("shows WeChat's own dialog to an app that does not listen, and not again for 10 s after a refusal", async () => {
    await ask()

    const first = callWx(page, 'chooseImage')
    await page.getByRole('button', { name: '拒绝' }).click()

    expect(await first).toMatchObject({ errno: 104 })
    expect(await callWx(page, 'chooseImage')).toMatchObject({ errno: 104 })
  })

  it('refuses by itself where the panel says so', async () => {
    await page.evaluate(() => window.preview.set({ privacy: 'refused' }))

    expect(await callWx(page, 'chooseMedia')).toMatchObject({ errno: 104 })
    expect(await callWx(page, 'getPrivacySetting')).toMatchObject({ needAuthorization: true })
  })
})

describe('images', () => {
  it('tells size, type and orientation, and the size as if nothing were turned', async () => {
    const src = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 20)
      canvas.getContext('2d')?.fillRect(0, 0, 40, 20)
      const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
      // EXIF with one entry, orientation 6, right after the start of the image.
      const exif = [
        0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1,
        0, 6, 0, 0, 0, 0, 0, 0,
      ]
      return window.preview.addFile(new Blob([jpeg.slice(0, 2), new Uint8Array(exif), jpeg.slice(2)]), 'turned.jpg')
    })

    expect(await callWx(page, 'getImageInfo', { src })).toMatchObject({
      width: 40,
      height: 20,
      orientation: 'right',
      type: 'jpeg',
      path: src,
    })
  })

  it.each(['image/jpeg', 'image/png', 'image/webp'])('tells the size of %s without decoding it', async (type) => {
    const src = await page.evaluate(async (wanted) => {
      const canvas = new OffscreenCanvas(400, 300)
      canvas.getContext('2d')?.fillRect(0, 0, 400, 300)
      const picture = await (await canvas.convertToBlob({ type: wanted })).arrayBuffer()
      // PNG names its sides in the first 33 bytes, WebP in the first 30; of the JPEG only the last bytes of the picture go.
      const kept = wanted === 'image/jpeg' ? picture.byteLength - 20 : 33
      return window.preview.addFile(new Blob([picture.slice(0, kept)]), 'cut-off')
    }, type)

    expect(await callWx(page, 'getImageInfo', { src })).toMatchObject({ width: 400, height: 300 })
  })

  it('looks for the size behind as much metadata as a file has', async () => {
    const src = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 20)
      canvas.getContext('2d')?.fillRect(0, 0, 40, 20)
      const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
      const comment = new Uint8Array(0xffff + 2)
      comment.set([0xff, 0xfe, 0xff, 0xff])
      return window.preview.addFile(new Blob([jpeg.slice(0, 2), comment, comment, jpeg.slice(2)]), 'wordy.jpg')
    })

    expect(await callWx(page, 'getImageInfo', { src })).toMatchObject({ width: 40, height: 20, type: 'jpeg' })
  })

  it('fails for what is no image', async () => {
    const src = await page.evaluate(() => window.preview.addFile(new Blob(['text']), 'fake.jpg'))

    expect(await callWx(page, 'getImageInfo', { src })).toEqual({ errMsg: 'getImageInfo:fail decode image fail' })
  })

  it('makes a smaller JPEG: upright, by one side, without its EXIF', async () => {
    const outcome = await page.evaluate(async () => {
      const { wx } = globalThis as unknown as { wx: Wx }
      const canvas = new OffscreenCanvas(400, 200)
      canvas.getContext('2d')?.fillRect(0, 0, 400, 200)
      const jpeg = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer()
      const exif = [
        0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1,
        0, 6, 0, 0, 0, 0, 0, 0,
      ]
      const turned = new Blob([jpeg.slice(0, 2), new Uint8Array(exif), jpeg.slice(2)])
      const src = window.preview.addFile(turned, 'turned.jpg')
      const { tempFilePath } = await wx['compressImage']({ src, quality: 50, compressedWidth: 100 })
      return wx['getImageInfo']({ src: tempFilePath })
    })

    expect(outcome).toMatchObject({ width: 100, height: 200, orientation: 'up', type: 'jpeg' })
  })

  it('leaves a PNG as it is, and may make a JPEG larger', async () => {
    const outcome = await page.evaluate(async () => {
      const { wx } = globalThis as unknown as { wx: Wx }
      const canvas = new OffscreenCanvas(100, 100)
      const context = canvas.getContext('2d')
      for (let place = 0; place < 100; place++) context?.fillText('x', place, (place * 37) % 100)
      const sizes: number[][] = []
      for (const type of ['image/png', 'image/jpeg']) {
        const file = await canvas.convertToBlob({ type, quality: 0.2 })
        const src = window.preview.addFile(file, 'a')
        const { tempFilePath } = await wx['compressImage']({ src, quality: 100 })
        const { size } = await wx['getFileSystemManager']().getFileInfo({ filePath: tempFilePath })
        sizes.push([file.size, size])
      }
      return sizes
    })

    const [png, jpeg] = outcome as [[number, number], [number, number]]
    expect(png[1]).toBe(png[0])
    expect(jpeg[1]).toBeGreaterThan(jpeg[0])
  })

  it('previews, turns and closes', async () => {
    await callWx(page, 'previewImage', { urls: ['/assets/dot.png', '/assets/dot.png'], current: 0 })
    const preview = page.getByRole('dialog')

    await preview.press('ArrowRight')
    expect(await preview.textContent()).toBe('2 / 2')
    await preview.click()

    expect(await preview.count()).toBe(0)
  })
})

describe('navigation', () => {
  it('opens a page with its query and a channel to its opener, and goes back', async () => {
    const answered = onWx(async (wx) => {
      const opened = new Promise((resolve) => {
        void wx['navigateTo']({ url: '../second/index?id=a%20b&empty=', events: { opened: resolve } }).then(
          ({ eventChannel }: { eventChannel: { emit(name: string, value: string): void } }) =>
            eventChannel.emit('hello', 'you'),
        )
      })
      return opened
    })

    expect(await answered).toBe('pages/second/index')
    expect(await textOf(page, '#query')).toBe('{"id":"a%20b","empty":""}')
    await page.getByText('you', { exact: true }).waitFor()
    expect(await textOf(page, '#title')).toBe('Second')
    await page.locator('#back').first().click()
    await page.locator('#platform').waitFor()
    expect(await page.locator('.page-host').count()).toBe(1)
  })

  it('says which page is not there', async () => {
    expect(await callWx(page, 'navigateTo', { url: '/pages/none/index' })).toEqual({
      errMsg: 'navigateTo:fail page "pages/none/index" is not found',
    })
  })

  it('lays no more than ten pages on one another', async () => {
    for (let depth = 2; depth <= 10; depth++) await callWx(page, 'navigateTo', { url: '/pages/second/index' })

    expect((await callWx(page, 'navigateTo', { url: '/pages/second/index' })).errMsg).toBe(
      'navigateTo:fail webview count limit exceed',
    )
  })

  it('does not let a page below style the one above', async () => {
    const first = await app.open('template')

    await callWx(first, 'navigateTo', { url: '/pages/second/index' })

    const color = await first.locator('#leak').evaluate((node) => getComputedStyle(node).backgroundColor)
    expect(color).toBe('rgba(0, 0, 0, 0)')
    await first.close()
  })

  it('asks before it goes back from a page that wants it, by the button and by the call', async () => {
    const phone = await app.open('template')
    const depth = () =>
      phone.evaluate(() => (globalThis as unknown as { getCurrentPages(): unknown[] }).getCurrentPages().length)
    const question = phone.getByRole('alertdialog', { name: '还没保存' })
    await callWx(phone, 'navigateTo', { url: '/pages/second/index' })
    await callWx(phone, 'enableAlertBeforeUnload', { message: '还没保存' })

    await phone.locator('#back').first().click()
    await question.getByRole('button', { name: '取消' }).click()
    expect(await depth()).toBe(2)
    const refused = callWx(phone, 'navigateBack')
    await question.getByRole('button', { name: '取消' }).click()
    expect((await refused).errMsg).toBe('navigateBack:fail cancel')
    expect(await depth()).toBe(2)

    const gone = callWx(phone, 'navigateBack')
    await question.getByRole('button', { name: '确定' }).click()
    expect((await gone).errMsg).toBe('navigateBack:ok')
    expect(await depth()).toBe(1)
    await phone.close()
  })

  it('asks no more once the page has said so, and never on another page', async () => {
    const phone = await app.open('template')
    await callWx(phone, 'navigateTo', { url: '/pages/second/index' })
    await callWx(phone, 'enableAlertBeforeUnload', { message: '还没保存' })
    await callWx(phone, 'navigateTo', { url: '/pages/second/index' })

    expect((await callWx(phone, 'navigateBack')).errMsg).toBe('navigateBack:ok')
    await callWx(phone, 'disableAlertBeforeUnload')
    expect((await callWx(phone, 'navigateBack')).errMsg).toBe('navigateBack:ok')
    await phone.close()
  })

  it('shows the title that the page sets', async () => {
    await callWx(page, 'setNavigationBarTitle', { title: '第 2 张' })

    expect(await textOf(page, '#title')).toBe('第 2 张')
    expect(await page.title()).toBe('第 2 张')
  })
})

describe('dialogs', () => {
  it('asks and tells the answer', async () => {
    const outcome = callWx(page, 'showModal', { title: '删除', content: '真的吗', confirmText: '删除' })

    await page.getByRole('alertdialog', { name: '删除' }).getByRole('button', { name: '删除' }).click()

    expect(await outcome).toMatchObject({ confirm: true, cancel: false })
  })

  it('offers a list, and fails with cancel', async () => {
    const chosen = callWx(page, 'showActionSheet', { itemList: ['拍照', '相册'] })
    await page.getByRole('button', { name: '相册' }).click()
    const cancelled = callWx(page, 'showActionSheet', { itemList: ['拍照'] })
    await page.getByRole('button', { name: '取消' }).click()

    expect(await chosen).toMatchObject({ tapIndex: 1 })
    expect(await cancelled).toEqual({ errMsg: 'showActionSheet:fail cancel' })
  })

  it('shows a toast and hides it', async () => {
    await callWx(page, 'showToast', { title: '已存好', icon: 'none', duration: 60_000 })
    expect(await page.getByRole('status').textContent()).toBe('已存好')

    await callWx(page, 'hideToast')

    expect(await page.getByRole('status').count()).toBe(0)
  })
})

describe('the device', () => {
  it('logs in with a new code each time, for the person of the panel', async () => {
    await page.evaluate(() => window.preview.set({ person: 'ada' }))

    const codes = [await callWx(page, 'login'), await callWx(page, 'login')].map(({ code }) => code as string)

    expect(codes[0]).toMatch(/^code-ada-\w+$/)
    expect(codes[0]).not.toBe(codes[1])
  })

  it('tells window, capsule and safe area from one screen', async () => {
    const framed = await app.open('platform', { bars: '1' })

    const [info, capsule] = await framed.evaluate(() => {
      const { wx } = globalThis as unknown as { wx: Wx }
      return [wx['getWindowInfo'](), wx['getMenuButtonBoundingClientRect']()]
    })

    expect(info).toMatchObject({ windowWidth: 375, windowHeight: 700 - 88, statusBarHeight: 44, screenTop: 88 })
    expect(info.safeArea).toMatchObject({ top: 44, bottom: 666 })
    expect(capsule).toEqual({ width: 87, height: 32, top: 50, right: 368, bottom: 82, left: 281 })
    await framed.close()
  })

  it('tells the app and its pages of dark mode, resizing and memory', async () => {
    await onWx((wx) => {
      const heard: unknown[] = []
      Object.assign(globalThis, { heard })
      wx['onThemeChange'](({ theme }: { theme: string }) => heard.push(theme))
      wx['onWindowResize'](({ size }: { size: { windowWidth: number } }) => heard.push(size.windowWidth))
      wx['onMemoryWarning'](({ level }: { level: number }) => heard.push(level))
    })

    await page.evaluate(() => window.preview.set({ theme: 'dark' }))
    await page.setViewportSize({ width: 430, height: 700 })
    await page.waitForFunction(() => (globalThis as unknown as { heard: unknown[] }).heard.length === 2)
    await page.evaluate(() => window.preview.warnOfMemory())

    expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual(['dark', 430, 10])
  })

  it('says it is WeCom only where it is', async () => {
    const wecom = await app.open('platform', { platform: 'wecom' })
    const environmentOf = (opened: Page) =>
      opened.evaluate(
        () => (globalThis as unknown as { wx: Wx }).wx['getSystemInfoSync']().environment as string | undefined,
      )

    expect(await environmentOf(wecom)).toBe('wxwork')
    expect(await environmentOf(page)).toBeUndefined()
    await wecom.close()
  })
})
