import type { JsSdkConfig } from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
import {
  connectJsSdk,
  createWechatPictures,
  type JsSdk,
  pickThroughJsSdk,
  wechatPhone,
} from '@photolift/platform/js-sdk'
import type { PhotoPicker } from './photo-picker.js'

export interface WechatPickerDeps {
  /** A signature of the service for an address of the page. */
  sign: (url: string) => Promise<JsSdkConfig>
  clock: Clock
  /** `location.href` of the page load. */
  entryUrl: string
}

/** WeChat's own picker; the library is loaded with the first pick. Photos that only WeChat can move carry `handOver`. */
export function createWechatPicker({ sign, clock, entryUrl }: WechatPickerDeps): PhotoPicker {
  const phone = wechatPhone(navigator.userAgent)
  const connection = connectJsSdk({ load, sign, phone, clock, entryUrl, currentUrl: () => location.href })
  const pictures = createWechatPictures({ connection, phone, clock })
  return async ({ max }) => (await pickThroughJsSdk({ pictures, phone }, { count: max })).photos
}

/** Its typings leave out getLocalImgData. */
async function load(): Promise<JsSdk> {
  return (await import('weixin-js-sdk')).default as unknown as JsSdk
}
