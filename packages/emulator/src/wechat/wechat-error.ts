import { randomBytes } from 'node:crypto'

/**
 * The errcodes that the emulator gives, with WeChat's own texts where a document or an observed answer shows one.
 * Clients must not compare the texts.
 *
 * «unconfirmed»: that 40066, 41008 and 43001 are what these endpoints answer; they are in WeChat's table of global
 * codes, not in the endpoints' own tables. The text of 85107 is made up.
 */
const MESSAGES = {
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40006: 'invalid media size',
  40007: 'invalid media_id',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40066: 'invalid url',
  40097: 'invalid args',
  40101: 'missing parameter',
  40125: 'invalid appsecret',
  40163: 'code been used,',
  40164: 'invalid ip, not in whitelist',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41005: 'media data missing',
  41008: 'missing code',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit  must slower  retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  85088: 'no qbase privilege',
  85107: 'url not in the allow list of the open interface service',
  87009: 'invalid signature',
  '-501007': 'invalid parameters',
} as const

export type WechatErrcode = keyof typeof MESSAGES

/** A refusal by the emulated WeChat; it is answered as JSON with status 200, as WeChat does. */
export class WechatError extends Error {
  readonly errcode: number

  /** @param message instead of the code's own text */
  constructor(errcode: WechatErrcode, message: string = MESSAGES[errcode]) {
    super(message)
    this.errcode = Number(errcode)
  }
}

/** @returns the body of a failed answer, with the `rid` that names the call in WeChat's console */
export function refusalBody(errcode: number, message: string, nowMs: number): { errcode: number; errmsg: string } {
  const seconds = Math.floor(nowMs / 1000).toString(16)
  const rid = `${seconds}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`
  return { errcode, errmsg: `${message} rid: ${rid}` }
}
