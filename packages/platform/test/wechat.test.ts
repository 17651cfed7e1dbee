import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fakePhotoSource } from '../src/testing/index.js'
import {
  createWechatHttpStack,
  createWechatKeptPhotos,
  createWechatLifecycle,
  createWechatNetwork,
  createWechatStore,
  getWechatLoginCode,
  openWechatPhoto,
} from '../src/wechat/index.js'
import { describeHttpStack, type HttpStackSubject } from './http-stack.contract.js'
import { describeKeptPhotos } from './kept-photos.contract.js'
import { describeKeyValueStore } from './key-value-store.contract.js'
import { describeSurroundings } from './network-and-lifecycle.contract.js'
import { describePhotoSource } from './photo-source.contract.js'
import { PictureFiles } from './picture-files.js'
import { WxDouble } from './wx-double.js'

let files: PictureFiles

beforeAll(async () => {
  files = await PictureFiles.create()
})

afterAll(() => files.remove())

// `wx` itself runs on phones only; the double has the shapes of the documents and of cos-wx-sdk-v5 1.8.0.
describe('on wx', () => {
  const wx = new WxDouble()
  const subject: HttpStackSubject = {
    http: createWechatHttpStack(wx),
    photo: async (bytes) => openWechatPhoto(wx, { path: await files.write(bytes), byteLength: bytes.length }),
    async gonePhoto() {
      const path = await files.write(new Uint8Array(1_000))
      const photo = await openWechatPhoto(wx, { path, byteLength: 1_000 })
      await rm(path)
      return photo
    },
  }
  describeHttpStack(() => subject)
  describePhotoSource(() => subject)
  describeKeyValueStore(
    () => createWechatStore(wx),
    () => createWechatStore(new WxDouble(wx.storage)),
  )
  describeKeptPhotos(() => {
    const phone = phoneWithUserSpace()
    return {
      photo: subject.photo,
      gonePhoto: subject.gonePhoto,
      open: () => createWechatKeptPhotos(phone),
      reopen: () => createWechatKeptPhotos(new WxDouble(phone.storage, phone.env.USER_DATA_PATH)),
      leaveRoom(byteLength) {
        phone.userSpaceBytes = byteLength
      },
    }
  })
  describeSurroundings(() => ({
    network: createWechatNetwork(wx),
    lifecycle: createWechatLifecycle(wx),
    goOffline: async () => wx.connect(false),
    goOnline: async () => wx.connect(true),
    hide: async () => wx.hide(),
    show: async () => wx.show(),
  }))

  it('looks the size up where the picker tells none', async () => {
    const path = await files.write(new Uint8Array(1_234))

    const photo = await openWechatPhoto(wx, { path, byteLength: 0 })

    expect(photo.byteLength).toBe(1_234)
  })

  it('leaves files of others in user space alone', async () => {
    const phone = phoneWithUserSpace()
    await writeFile(join(phone.env.USER_DATA_PATH, 'of-another-part'), '')

    expect(await createWechatKeptPhotos(phone).list()).toEqual([])
  })

  it('keeps no other photos than those of wx', async () => {
    await expect(createWechatKeptPhotos(wx).keep('a', fakePhotoSource())).rejects.toThrow(TypeError)
  })

  it('sends no other photos than those of a picker', async () => {
    const form = { url: 'https://example.com', fields: {}, fileField: 'file', photo: fakePhotoSource() }

    await expect(createWechatHttpStack(wx).postForm(form)).rejects.toThrow(TypeError)
  })

  it('is offline from the start where the phone is', async () => {
    const offline = new WxDouble()
    offline.isConnected = false

    const network = createWechatNetwork(offline)
    await new Promise<void>((resolve) => {
      network.onChange(() => resolve())
    })

    expect(network.isOnline()).toBe(false)
  })

  it.each(['2g', '3g', '4g', '5g'])('counts %s as mobile data, and Wi-Fi or what it does not know as none', (type) => {
    const phone = new WxDouble()
    const network = createWechatNetwork(phone)
    const told: boolean[] = []
    network.onChange(() => told.push(network.isMetered()))

    for (const networkType of ['wifi', type, type, 'wifi', type, 'unknown']) phone.switchTo(networkType)

    expect(told).toEqual([true, false, true, false])
  })

  it('is on mobile data from the start where the phone is', async () => {
    const phone = new WxDouble()
    phone.networkType = '5g'

    const network = createWechatNetwork(phone)
    await new Promise<void>((resolve) => {
      network.onChange(() => resolve())
    })

    expect([network.isOnline(), network.isMetered()]).toEqual([true, true])
  })

  it('says when storage is full', async () => {
    const store = createWechatStore(wx)

    await expect(store.set('big', 'x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  })

  it('takes what an older version stored in another shape for nothing', async () => {
    const store = createWechatStore(new WxDouble(new Map([['settings', { dark: true }]])))

    expect(await store.get('settings')).toBeUndefined()
  })

  it('gets a login code, or says what went wrong', async () => {
    const phone = new WxDouble()
    expect(await getWechatLoginCode(phone)).toBe('code-xiaoming-1')

    phone.loginFailure = { errMsg: 'login:fail timeout' }

    await expect(getWechatLoginCode(phone)).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' })
  })
})

function phoneWithUserSpace(): WxDouble {
  return new WxDouble(new Map(), mkdtempSync(join(files.folder, 'user-space-')))
}
