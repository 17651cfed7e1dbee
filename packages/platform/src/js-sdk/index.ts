export { type ConnectionDeps, connectJsSdk, type JsSdkConnection } from './connect.js'
export type { JsSdk } from './js-sdk.js'
export { type DirectPick, type JsSdkPickerDeps, type MediaPick, pickThroughJsSdk } from './pick-photos.js'
export { isInWechat, type WechatPhone, wechatPhone } from './wechat-phone.js'
export {
  type ChooseOptions,
  createWechatPictures,
  type WechatPictures,
  type WechatPicturesDeps,
} from './wechat-pictures.js'
