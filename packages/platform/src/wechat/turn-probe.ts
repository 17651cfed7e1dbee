import type { WechatApi } from './wechat-api.js'
import type { WechatImageApi, WechatImageInfo } from './wechat-image-api.js'

/**
 * What `wx.compressImage` does with a photo that EXIF asks to turn: it turns it and counts the sides that are asked for afterwards
 * (`first`), or before (`last`), or it only loses the EXIF, so that the photo would lie on its side from then on (`never`). No document
 * tells, and clients differ («unconfirmed»).
 */
export type Turning = 'first' | 'last' | 'never'

type ProbeApi = WechatImageApi & Pick<WechatApi, 'getFileSystemManager' | 'env'>

/** @returns a look at this client, which is taken once; `never` where that fails, and then it is taken again the next time */
export function createTurnProbe(wx: ProbeApi): () => Promise<Turning> {
  let taken: Promise<Turning> | undefined
  return () => {
    taken ??= look(wx).catch(() => {
      taken = undefined
      return 'never'
    })
    return taken
  }
}

/** A grey JPEG of 64 × 32 pixels, which EXIF turns by a quarter (orientation 6); not every client decodes Base64. */
const SIDEWAYS_PHOTO =
  'ffd8ffe100224578696600004d4d002a00000008000101120003000000010006000000000000ffdb00430050373c463c32504641465a55505f78c882786e6e78f5afb991c8ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080020004001011100ffc4001500010100000000000000000000000000000001ffc40014100100000000000000000000000000000000ffda0008010100003f00a0000000000000003fffd9'

/** Asked for in place of 32 or 64, so that the result tells which of the two was meant. */
const ASKED_WIDTH = 16

/** Rejects with what `fail` gets. */
async function look(wx: ProbeApi): Promise<Turning> {
  // The name lasts: 186 bytes, written over in each run of the app.
  const filePath = `${wx.env.USER_DATA_PATH}/turn-probe.jpg`
  const bytes = Uint8Array.from(SIDEWAYS_PHOTO.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
  await new Promise<unknown>((success, fail) => {
    wx.getFileSystemManager().writeFile({ filePath, data: bytes.buffer, success, fail })
  })
  const { tempFilePath } = await new Promise<{ tempFilePath: string }>((success, fail) => {
    wx.compressImage({ src: filePath, quality: 80, compressedWidth: ASKED_WIDTH, success, fail })
  })
  const { width, height, orientation } = await new Promise<WechatImageInfo>((success, fail) => {
    wx.getImageInfo({ src: tempFilePath, success, fail })
  })
  if (width < height) return width < ASKED_WIDTH ? 'last' : 'first'
  // Not turned is as good where the EXIF is still there.
  return orientation === 'up' ? 'never' : 'last'
}
