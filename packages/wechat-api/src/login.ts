/** One mini-program. */
export interface WechatApp {
  appid: string
  secret: string
  /** `https://api.weixin.qq.com` unless an emulator answers. */
  baseUrl?: string
}

/** Whom a login code belongs to. The session key is dropped here: nothing of ours decrypts user data. */
export interface WechatIdentity {
  openid: string
  /** Only where the mini-program is bound to an Open Platform account. */
  unionid?: string
}

/**
 * Exchanges a one-time code for the person behind it.
 * @throws AppError LOGIN_CODE_INVALID (40029, 40163), LOGIN_REFUSED (40226), RATE_LIMITED (45011), WECHAT_UNAVAILABLE (no
 * answer, 5xx, -1 after retries), INTERNAL (our appid or secret is wrong); the errcode and rid are in its cause
 */
export type WechatLogin = (loginCode: string) => Promise<WechatIdentity>

export declare function createWechatLogin(app: WechatApp): WechatLogin
