export type { WechatApp, WechatIdentity, WechatLogin } from './login.js'
export { createWechatLogin } from './login.js'
