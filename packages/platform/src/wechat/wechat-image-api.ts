import type { Callbacks } from './wechat-api.js'

/** What the adapter uses of `wx` for pictures, in its own words; checked like `WechatApi`. */
export interface WechatImageApi {
  getImageInfo(options: Callbacks<WechatImageInfo> & { src: string }): unknown
  /** The two sides exist from base library 2.26.0; where one is given the ratio is kept. */
  compressImage(
    options: Callbacks<{ tempFilePath: string }> & {
      src: string
      quality: number
      compressedWidth?: number
      compressedHeight?: number
    },
  ): unknown
}

export interface WechatImageInfo {
  /** As stored, before any turn. */
  width: number
  height: number
  /** EXIF 1 to 8: up, up-mirrored, down, down-mirrored, left-mirrored, right, right-mirrored, left. */
  orientation: string
}
