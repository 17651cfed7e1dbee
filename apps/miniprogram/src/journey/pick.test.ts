import { describe, expect, it, jest } from '@jest/globals'
import { fakePhone, fakeWx } from '../../test/fake-wx.js'
import { pickPhotos } from './pick.js'

/** A file system that knows one file of 5 bytes. */
const FILES = {
  getFileSystemManager: () => ({
    getFileInfo: ({ filePath, success, fail }: FileInfoOptions) =>
      filePath === 'wxfile://cloud.jpg'
        ? success({ size: 5, digest: 'D41D' })
        : fail({ errMsg: 'getFileInfo:fail no such file' }),
  }),
}

interface FileInfoOptions {
  filePath: string
  success: (result: { size: number; digest: string }) => void
  fail: (failure: { errMsg: string }) => void
}

function rejecting(errMsg: string, errno?: number) {
  return { chooseMedia: async () => Promise.reject(Object.assign({ errMsg }, errno === undefined ? {} : { errno })) }
}

describe('picking', () => {
  it('asks chooseMedia for images only, as they are', async () => {
    const chooseMedia = jest.fn(async (_options: object) => ({
      tempFiles: [
        { tempFilePath: 'wxfile://1.jpg', size: 10 },
        { tempFilePath: 'wxfile://2.jpg', size: 20 },
      ],
    }))
    fakeWx({ ...fakePhone(), ...FILES, chooseMedia })

    const photos = await pickPhotos({ from: 'album' })

    expect(chooseMedia).toHaveBeenCalledWith({
      count: 20,
      mediaType: ['image'],
      sourceType: ['album', 'camera'],
      sizeType: ['original'],
    })
    expect(photos.map(({ localUrl, source }) => [localUrl, source.byteLength])).toEqual([
      ['wxfile://1.jpg', 10],
      ['wxfile://2.jpg', 20],
    ])
  })

  it('asks chooseImage for 9 where chooseMedia is missing', async () => {
    const chooseImage = jest.fn(async (_options: object) => ({
      tempFilePaths: ['a'],
      tempFiles: [{ path: 'a', size: 1 }],
    }))
    fakeWx({ ...fakePhone(), ...FILES, chooseImage })

    const photos = await pickPhotos({ from: 'album' })

    expect(chooseImage).toHaveBeenCalledWith({ count: 9, sourceType: ['album', 'camera'], sizeType: ['original'] })
    expect(photos).toHaveLength(1)
  })

  it('takes names along from a chat', async () => {
    const chooseMessageFile = jest.fn(async (_options: object) => ({
      tempFiles: [{ path: 'wxfile://a', size: 3, name: '全家福👨‍👩‍👧‍👦.jpg', type: 'image', time: 0 }],
    }))
    fakeWx({ ...fakePhone(), ...FILES, chooseMedia: () => {}, chooseMessageFile })

    const [photo] = await pickPhotos({ from: 'chat' })

    expect(chooseMessageFile).toHaveBeenCalledWith({ count: 20, type: 'image' })
    expect(photo?.name).toBe('全家福👨‍👩‍👧‍👦.jpg')
  })

  it('looks up the size that a cloud album does not tell', async () => {
    const chooseMedia = async () => ({ tempFiles: [{ tempFilePath: 'wxfile://cloud.jpg', size: 0 }] })
    fakeWx({ ...fakePhone(), ...FILES, chooseMedia })

    const [photo] = await pickPhotos({ from: 'album' })

    expect(photo?.source.byteLength).toBe(5)
  })

  it('keeps the others when one file is gone already', async () => {
    const chooseMedia = async () => ({
      tempFiles: [
        { tempFilePath: 'wxfile://gone.jpg', size: 0 },
        { tempFilePath: 'wxfile://cloud.jpg', size: 0 },
      ],
    })
    fakeWx({ ...fakePhone(), ...FILES, chooseMedia })

    const [gone, there] = await pickPhotos({ from: 'album' })

    expect(there?.source.byteLength).toBe(5)
    await expect(gone?.source.slice(0, 16)).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' })
    await expect(gone?.source.md5()).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' })
  })

  it('gives nothing when the person changed their mind', async () => {
    fakeWx({ ...fakePhone(), ...FILES, ...rejecting('chooseMedia:fail cancel') })

    expect(await pickPhotos({ from: 'album' })).toEqual([])
  })

  it.each([
    ['PRIVACY_REFUSED', 'chooseMedia:fail privacy permission is not authorized', 104],
    ['PRIVACY_REFUSED', 'chooseMedia:fail privacy permission is not authorized', undefined],
    ['PRIVACY_UNDECLARED', 'chooseMedia:fail api scope is not declared in the privacy agreement', 112],
    ['PRIVACY_UNDECLARED', 'chooseMedia:fail appid privacy api banned', undefined],
    ['PICK_UNAVAILABLE', 'chooseMedia:fail not supported in single page mode', undefined],
    ['INTERNAL', 'chooseMedia:fail something new', undefined],
  ])('explains %s', async (code, errMsg, errno) => {
    fakeWx({ ...fakePhone(), ...FILES, ...rejecting(errMsg, errno) })

    await expect(pickPhotos({ from: 'album' })).rejects.toMatchObject({ code })
  })

  it('says so where there is no picker at all', async () => {
    fakeWx({ ...fakePhone(), ...FILES })

    await expect(pickPhotos({ from: 'album' })).rejects.toMatchObject({
      code: 'PICK_UNAVAILABLE',
    })
    await expect(pickPhotos({ from: 'chat' })).rejects.toMatchObject({
      code: 'PICK_UNAVAILABLE',
    })
  })
})
