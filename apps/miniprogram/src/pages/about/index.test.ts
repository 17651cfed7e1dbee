import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { FakeClock, MemoryStore } from '@photolift/platform/testing'
import { createPhotoList, type PhotoList } from '@photolift/screens/gallery'
import { createSettingsStore, DEFAULT_SETTINGS, type SettingsStore } from '@photolift/screens/settings'
import { FakeGalleryService, FakeUploader, fakePick, settle } from '@photolift/screens/testing'
import { type FakeWx, installFakeWx } from '../../testing/fake-wx.js'
import { type LoadedPage, loadPage } from '../../testing/load-page.js'

const composition = {}
jest.mock('../../composition.js', () => ({ composition }))

let openPage: () => LoadedPage
let wx: FakeWx
let gallery: PhotoList
let settings: SettingsStore
let store: MemoryStore
let deleteAccount: jest.Mock<() => Promise<void>>
let page: LoadedPage

beforeAll(async () => {
  installFakeWx()
  openPage = await loadPage(() => import('./index.js'))
})

beforeEach(() => {
  wx = installFakeWx({
    getAccountInfoSync: () => ({ miniProgram: { version: '1.0.0' } }),
    reLaunch: (options) => (options as { success(): void }).success(),
    showToast: async () => undefined,
    openPrivacyContract: () => undefined,
  })
  const service = new FakeGalleryService(fakePick('a', '2026-11-20T01:00:00.000Z', 3))
  gallery = createPhotoList({ service, serverNow: () => 0 })
  store = new MemoryStore()
  settings = createSettingsStore(store)
  deleteAccount = jest.fn(async () => undefined)
  Object.assign(composition, {
    gallery,
    settings,
    connection: { leave() {}, state: () => ({ limits: null }) },
    uploader: new FakeUploader(),
    api: { deleteAccount },
    clock: new FakeClock(),
  })
  page = openPage()
  page.run('onLoad')
})

describe('settings', () => {
  it('show what holds, and what changes elsewhere', async () => {
    await settings.set({ arrangeFirst: true, quality: 'original' })

    expect(page.data).toMatchObject({
      arrangeFirst: true,
      rows: [
        { setting: 'quality', name: '画质', chosen: '原图' },
        { setting: 'metadata', name: '位置信息', chosen: '上传前去除' },
        { setting: 'mobileData', name: '移动网络', chosen: '每次询问' },
      ],
    })
  })

  it('are kept', async () => {
    page.tap('onArrangeTap')
    page.tap('onRowTap', { setting: 'metadata' })
    page.tap('onChoiceTap', { value: 'strip-all' })
    await settle()

    const chosen = { ...DEFAULT_SETTINGS, arrangeFirst: true, metadata: 'strip-all' }
    expect(settings.get()).toEqual(chosen)
    expect(JSON.parse((await store.get('settings')) ?? '')).toEqual(chosen)
  })

  it('open with every choice, the one that holds chosen, and close with an answer', () => {
    page.tap('onRowTap', { setting: 'quality' })

    expect(page.data).toMatchObject({
      sheet: 'choice',
      choicesLabel: '画质',
      choices: [
        { value: 'compressed', name: '标准画质', note: '长边 2560，又快又省流量', chosen: true },
        { value: 'original', name: '原图', note: '不压缩，单张不超过 20\u00a0MB', chosen: false },
      ],
    })
    page.tap('onChoiceTap', { value: 'original' })
    expect(page.data['sheet']).toBe('none')
  })

  it('hold for now, with a word about it, when the phone is full', async () => {
    store.set = () => Promise.reject(new AppError('STORAGE_FULL', 'full'))

    page.tap('onArrangeTap')
    await settle()

    expect(page.data).toMatchObject({ arrangeFirst: true, toast: { text: '手机空间不足，这个设置下次打开时会还原' } })
  })
})

describe('privacy', () => {
  it('opens the contract', () => {
    page.tap('onContractTap')

    expect(wx['openPrivacyContract']).toHaveBeenCalledTimes(1)
  })

  it('says so where there is none to open', () => {
    delete wx['openPrivacyContract']

    page.tap('onContractTap')

    expect(page.data['toast']).toMatchObject({ text: '现在打不开，请在微信里再试' })
  })

  it('says so where WeChat refuses to open it', () => {
    wx['openPrivacyContract']?.mockImplementation((options) => (options as { fail(): void }).fail())

    page.tap('onContractTap')

    expect(page.data['toast']).toMatchObject({ text: '现在打不开，请在微信里再试' })
  })

  it('tells what is kept', () => {
    page.tap('onKeptTap')
    const open = page.data['sheet']
    page.tap('onSheetDismiss')

    expect([open, page.data['sheet']]).toEqual(['kept', 'none'])
  })
})

describe('deleting the account', () => {
  it('names the photos when all of them are known', async () => {
    page.tap('onDeleteTap')
    const unknown = page.data['photosPoint']
    await gallery.refresh()
    page.tap('onDeleteTap')

    expect(unknown).toBe('云端的照片全部删除')
    expect(page.data['photosPoint']).toBe('云端的 3 张照片全部删除')
  })

  it('does nothing before the person has said to understand it', async () => {
    page.tap('onDeleteTap')

    page.tap('onConfirmTap')
    await settle()

    expect(deleteAccount).not.toHaveBeenCalled()
  })

  it('deletes once, and starts afresh', async () => {
    page.tap('onDeleteTap')
    page.tap('onUnderstoodTap')

    page.tap('onConfirmTap')
    page.tap('onConfirmTap')
    await settle()

    expect(deleteAccount).toHaveBeenCalledTimes(1)
    expect(wx['reLaunch']).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/upload/index' }))
    expect(wx['showToast']).toHaveBeenCalledWith({ title: '账号和照片已删除', icon: 'none' })
    expect(gallery.snapshot().loaded).toBe(false)
  })

  it('stays open while it runs', async () => {
    let finish = (): void => {}
    deleteAccount.mockImplementation(() => new Promise((resolve) => (finish = resolve)))
    page.tap('onDeleteTap')
    page.tap('onUnderstoodTap')
    page.tap('onConfirmTap')

    page.tap('onSheetDismiss')
    page.tap('onUnderstoodTap')

    expect(page.data).toMatchObject({ sheet: 'delete', understood: true, deleting: true })
    finish()
    await settle()
  })

  it('says why it did not work, and can be tried again', async () => {
    deleteAccount.mockRejectedValueOnce(new AppError('STORAGE_UNAVAILABLE', 'down'))
    page.tap('onDeleteTap')
    page.tap('onUnderstoodTap')

    page.tap('onConfirmTap')
    await settle()
    const failure = page.data['failure']
    page.tap('onConfirmTap')
    await settle()

    expect(failure).toBe('没有删完。请等一会儿，再删一次。')
    expect(deleteAccount).toHaveBeenCalledTimes(2)
  })

  it('asks anew each time', () => {
    page.tap('onDeleteTap')
    page.tap('onUnderstoodTap')
    page.tap('onSheetDismiss')

    page.tap('onDeleteTap')

    expect(page.data['understood']).toBe(false)
  })
})

it('names the version, or says that it is none', () => {
  const released = page.data['version']
  installFakeWx({ getAccountInfoSync: () => ({ miniProgram: { version: '' } }) })
  page = openPage()
  page.run('onLoad')

  expect([released, page.data['version']]).toEqual(['Photolift 1.0.0 · 开源（MIT）', 'Photolift 开发版 · 开源（MIT）'])
})
