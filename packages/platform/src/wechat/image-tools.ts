import type { ImageTools } from '../ports/image-tools.js'
import type { PhotoSource } from '../ports/photo-source.js'
import { openWechatPhoto, WechatPhotoSource } from './photo-source.js'
import { createTurnProbe, type Turning } from './turn-probe.js'
import type { WechatApi } from './wechat-api.js'
import type { WechatImageApi, WechatImageInfo } from './wechat-image-api.js'

/**
 * Pictures through `wx.getImageInfo` and `wx.compressImage`, which writes JPEG without the EXIF of its source. How it treats photos that
 * EXIF asks to turn is looked up once; where it only forgets the turn, such photos are left as they are.
 */
export function createWechatImageTools(
  wx: WechatImageApi & Pick<WechatApi, 'getFileSystemManager' | 'env'>,
): ImageTools {
  const turning = createTurnProbe(wx)

  return {
    async measure(source) {
      const info = await imageInfo(wx, pathOf(source))
      return info === undefined ? undefined : { width: info.width, height: info.height }
    },

    async toJpeg(source, { longSide, quality }) {
      const path = pathOf(source)
      const info = await imageInfo(wx, path)
      const needsTurn = info !== undefined && info.orientation !== 'up'
      const turns = needsTurn ? await turning() : 'first'
      if (turns === 'never') return undefined
      const side = info === undefined || longSide === null ? {} : sideToAskFor(info, { longSide, turns })
      const madePath = await new Promise<string | undefined>((resolve) => {
        wx.compressImage({
          src: path,
          quality,
          ...side,
          success: ({ tempFilePath }) => resolve(tempFilePath),
          // A format that this client does not read, a picture too large for its memory: the words are in no document.
          fail: () => resolve(undefined),
        })
      })
      return madePath === undefined ? undefined : openWechatPhoto(wx, { path: madePath })
    },
  }
}

function pathOf(source: PhotoSource): string {
  if (!(source instanceof WechatPhotoSource)) throw new TypeError('wx looks at files, so only at a WechatPhotoSource')
  return source.path
}

/** @returns undefined where the client does not read the picture, or says no more than that it is one */
function imageInfo(wx: Pick<WechatImageApi, 'getImageInfo'>, src: string): Promise<WechatImageInfo | undefined> {
  return new Promise((resolve) => {
    wx.getImageInfo({
      src,
      success: (info) => resolve(info.width > 0 && info.height > 0 ? info : undefined),
      fail: () => resolve(undefined),
    })
  })
}

const SIDEWAYS = /left|right/

/** One side keeps the ratio (from base library 2.26.0; before, the picture keeps its sides). None where it is short enough. */
function sideToAskFor(
  { width, height, orientation }: WechatImageInfo,
  { longSide, turns }: { longSide: number; turns: Turning },
): { compressedWidth?: number; compressedHeight?: number } {
  if (Math.max(width, height) <= longSide) return {}
  const isSideways = turns === 'first' && SIDEWAYS.test(orientation)
  return width >= height === isSideways ? { compressedHeight: longSide } : { compressedWidth: longSide }
}
