import { expect, it } from '@jest/globals'
import { installFakeWx } from '../../testing/fake-wx.js'
import { allowAlbum, saveToPhone } from './save-to-phone.js'

const URL_OF_PHOTO = 'https://photos.example/a'

type Answers = { success(result: object): void; fail(failure: object): void }

function downloads(answer: { statusCode: number } | { errMsg: string }) {
  return (options: unknown) => {
    const { success, fail } = options as Answers
    if ('statusCode' in answer) success({ ...answer, tempFilePath: 'wxfile://tmp_1.jpg' })
    else fail(answer)
  }
}

it('puts what the link leads to into the album', async () => {
  const wx = installFakeWx({ downloadFile: downloads({ statusCode: 200 }), saveImageToPhotosAlbum: async () => ({}) })

  await expect(saveToPhone(URL_OF_PHOTO)).resolves.toBe('saved')

  expect(wx['downloadFile']).toHaveBeenCalledWith(expect.objectContaining({ url: URL_OF_PHOTO }))
  expect(wx['saveImageToPhotosAlbum']).toHaveBeenCalledWith({ filePath: 'wxfile://tmp_1.jpg' })
})

it.each([
  ['saveImageToPhotosAlbum:fail auth deny', 'refused'],
  ['saveImageToPhotosAlbum:fail:auth denied', 'refused'],
  ['saveImageToPhotosAlbum:fail authorize no response', 'refused'],
  ['saveImageToPhotosAlbum:fail cancel', 'cancelled'],
  ['saveImageToPhotosAlbum:fail privacy permission is not authorized', 'cancelled'],
  ['saveImageToPhotosAlbum:fail api scope is not declared in the privacy agreement', 'failed'],
  ['saveImageToPhotosAlbum:fail file not found', 'failed'],
])('tells what %s means: %s', async (errMsg, outcome) => {
  installFakeWx({
    downloadFile: downloads({ statusCode: 200 }),
    saveImageToPhotosAlbum: () => Promise.reject({ errMsg }),
  })

  await expect(saveToPhone(URL_OF_PHOTO)).resolves.toBe(outcome)
})

it.each([{ statusCode: 403 }, { errMsg: 'downloadFile:fail timeout' }])(
  'puts nothing into the album where the download fails: %j',
  async (answer) => {
    const wx = installFakeWx({ downloadFile: downloads(answer), saveImageToPhotosAlbum: async () => ({}) })

    await expect(saveToPhone(URL_OF_PHOTO)).resolves.toBe('failed')
    expect(wx['saveImageToPhotosAlbum']).not.toHaveBeenCalled()
  },
)

it.each<[string, () => Promise<object>, boolean]>([
  ['allowed', async () => ({ authSetting: { 'scope.writePhotosAlbum': true } }), true],
  ['left as they were', async () => ({ authSetting: { 'scope.writePhotosAlbum': false } }), false],
  ['not opened', () => Promise.reject({ errMsg: 'openSetting:fail' }), false],
])('knows what the settings say: %s', async (_, openSetting, allowed) => {
  installFakeWx({ openSetting })

  await expect(allowAlbum()).resolves.toBe(allowed)
})
