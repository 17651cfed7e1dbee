import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fakePhotoSource } from '../src/testing/index.js'
import { createWechatImageTools, openWechatPhoto, type WechatImageApi } from '../src/wechat/index.js'
import { PictureFiles } from './picture-files.js'
import { WxDouble } from './wx-double.js'

type CompressOptions = Parameters<WechatImageApi['compressImage']>[0]
type Size = { width: number; height: number }
type Picture = Size & { orientation: string }
/** Whether a client turns a photo upright, before it counts the sides or after, or loses the turn; or keeps the EXIF. */
type Client = 'turns first' | 'turns last' | 'loses the turn' | 'keeps the EXIF'

let files: PictureFiles

beforeAll(async () => {
  files = await PictureFiles.create()
})

afterAll(() => files.remove())

/** A phone whose pictures are what the test says they are. */
class PhoneWithPictures extends WxDouble implements WechatImageApi {
  readonly asked: Omit<CompressOptions, 'success' | 'fail'>[] = []
  readonly pictures = new Map<string, Picture>()
  canCompress = true

  constructor(readonly client: Client) {
    super(new Map(), mkdtempSync(join(files.folder, 'user-')))
  }

  async photo(picture: Picture) {
    const path = await files.write(new Uint8Array(1_000))
    this.pictures.set(path, picture)
    return openWechatPhoto(this, { path, byteLength: 1_000 })
  }

  getImageInfo({ src, success, fail }: Parameters<WechatImageApi['getImageInfo']>[0]): void {
    const picture = this.#pictureOf(src)
    if (picture === undefined) fail?.({ errMsg: 'getImageInfo:fail' })
    else success?.(picture)
  }

  compressImage({ success, fail, ...asked }: CompressOptions): void {
    this.asked.push(asked)
    const picture = this.#pictureOf(asked.src)
    if (picture === undefined || !this.canCompress) {
      fail?.({ errMsg: 'compressImage:fail' })
      return
    }
    const turns = picture.orientation !== 'up' && this.client.startsWith('turns')
    const turned = (size: Size) => (turns && /left|right/.test(picture.orientation) ? sideways(size) : size)
    const made = this.client === 'turns first' ? scaled(turned(picture), asked) : turned(scaled(picture, asked))
    void files.write(new Uint8Array(500)).then((tempFilePath) => {
      this.pictures.set(tempFilePath, {
        ...made,
        orientation: this.client === 'keeps the EXIF' ? picture.orientation : 'up',
      })
      success?.({ tempFilePath })
    })
  }

  /** The adapter's own probe is the one file in user space. */
  #pictureOf(path: string): Picture | undefined {
    const probe = { width: 64, height: 32, orientation: 'right' }
    return this.pictures.get(path) ?? (path.startsWith(this.env.USER_DATA_PATH) ? probe : undefined)
  }
}

function sideways({ width, height }: Size): Size {
  return { width: height, height: width }
}

function scaled({ width, height }: Size, { compressedWidth, compressedHeight }: CompressOptions): Size {
  const factor = (compressedWidth ?? width) / width
  const byHeight = compressedHeight === undefined ? factor : compressedHeight / height
  return { width: width * byHeight, height: height * byHeight }
}

const CAMERA = { width: 4_000, height: 3_000, orientation: 'up' }

describe('pictures on wx', () => {
  it('are measured as they are stored', async () => {
    const phone = new PhoneWithPictures('turns first')
    const tools = createWechatImageTools(phone)

    expect(await tools.measure(await phone.photo({ ...CAMERA, orientation: 'right' }))).toEqual({
      width: 4_000,
      height: 3_000,
    })
    expect(await tools.measure(await phone.photo({ ...CAMERA, width: 0 }))).toBeUndefined()
  })

  it('become a smaller JPEG, by the longer side', async () => {
    const phone = new PhoneWithPictures('turns first')
    const tools = createWechatImageTools(phone)

    await tools.toJpeg(await phone.photo(CAMERA), { longSide: 2_560, quality: 80 })
    await tools.toJpeg(await phone.photo({ ...CAMERA, ...sideways(CAMERA) }), { longSide: 2_560, quality: 80 })

    expect(phone.asked).toMatchObject([
      { quality: 80, compressedWidth: 2_560 },
      { quality: 80, compressedHeight: 2_560 },
    ])
  })

  it('are never enlarged, and keep their sides where they shall', async () => {
    const phone = new PhoneWithPictures('turns first')
    const tools = createWechatImageTools(phone)

    await tools.toJpeg(await phone.photo({ ...CAMERA, width: 2_000, height: 1_500 }), { longSide: 2_560, quality: 80 })
    await tools.toJpeg(await phone.photo(CAMERA), { longSide: null, quality: 92 })

    for (const asked of phone.asked) expect(Object.keys(asked)).toEqual(['src', 'quality'])
  })

  it('are a photo that can be read', async () => {
    const phone = new PhoneWithPictures('turns first')

    const made = await createWechatImageTools(phone).toJpeg(await phone.photo(CAMERA), { longSide: 2_560, quality: 80 })

    expect(made?.byteLength).toBe(500)
  })

  it('are none where the client fails', async () => {
    const phone = new PhoneWithPictures('turns first')
    const tools = createWechatImageTools(phone)
    const photo = await phone.photo(CAMERA)
    phone.canCompress = false

    expect(await tools.toJpeg(photo, { longSide: 2_560, quality: 80 })).toBeUndefined()
    phone.pictures.clear()
    expect(await tools.measure(photo)).toBeUndefined()
  })

  it('of another platform are a mistake', async () => {
    const tools = createWechatImageTools(new PhoneWithPictures('turns first'))

    await expect(tools.measure(fakePhotoSource())).rejects.toThrow(TypeError)
  })
})

describe('a photo that EXIF turns', () => {
  it.each<[Client, string, Size | undefined]>([
    ['turns first', 'right', { width: 1_920, height: 2_560 }],
    ['turns first', 'down', { width: 2_560, height: 1_920 }],
    ['turns last', 'left', { width: 1_920, height: 2_560 }],
    ['turns last', 'down-mirrored', { width: 2_560, height: 1_920 }],
    ['keeps the EXIF', 'right', { width: 2_560, height: 1_920 }],
    ['loses the turn', 'right', undefined],
    ['loses the turn', 'up-mirrored', undefined],
  ])('on a client that %s (%s)', async (client, orientation, made) => {
    const phone = new PhoneWithPictures(client)
    const tools = createWechatImageTools(phone)

    const jpeg = await tools.toJpeg(await phone.photo({ ...CAMERA, orientation }), { longSide: 2_560, quality: 80 })

    expect(jpeg && (await tools.measure(jpeg))).toEqual(made)
  })

  it('costs one look at the client', async () => {
    const phone = new PhoneWithPictures('loses the turn')
    const tools = createWechatImageTools(phone)
    const photo = await phone.photo({ ...CAMERA, orientation: 'right' })

    await Promise.all([1, 2, 3].map(() => tools.toJpeg(photo, { longSide: 2_560, quality: 80 })))

    expect(phone.asked).toHaveLength(1)
  })

  it('stays as it is while the client cannot be looked at', async () => {
    const phone = new PhoneWithPictures('turns first')
    const tools = createWechatImageTools(phone)
    const photo = await phone.photo({ ...CAMERA, orientation: 'right' })
    phone.userSpaceBytes = 0

    expect(await tools.toJpeg(photo, { longSide: 2_560, quality: 80 })).toBeUndefined()
    phone.userSpaceBytes = 1_000
    expect(await tools.toJpeg(photo, { longSide: 2_560, quality: 80 })).toBeDefined()
  })
})
