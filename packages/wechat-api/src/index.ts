export type { WechatApp, WechatIdentity, WechatLogin } from './login.js'
export { createWechatLogin } from './login.js'
export type { WechatCallLimits } from './wechat-call.js'
export { WechatFailure } from './wechat-failure.js'
