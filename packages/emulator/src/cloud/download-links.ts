import { createHmac } from 'node:crypto'
import { urlEncodeKey } from '../cos/url-encoding.js'

/**
 * Links of `https://<bucket>.tcb.qcloud.la`, `?sign=<32 hex>&t=<Unix seconds>`. «unconfirmed»: what the two hold. Here
 * `t` is the link's end.
 */
export class DownloadLinks {
  /** @param origin asked at each link, without a slash at its end */
  constructor(private readonly origin: () => string) {}

  sign(key: string, endsAtSeconds: number): string {
    return `${this.origin()}/${urlEncodeKey(key)}?sign=${signatureOf(key, String(endsAtSeconds))}&t=${endsAtSeconds}`
  }

  /** @returns false on a wrong signature and on one that has ended */
  holds(key: string, link: { sign: string | undefined; t: string | undefined }, nowMs: number): boolean {
    return link.sign === signatureOf(key, link.t ?? '') && nowMs < Number(link.t) * 1000
  }
}

/** The same in every run, like all secrets here. */
const SECRET = 'emulatorLinkSecretForLoopbackOnly'

function signatureOf(key: string, t: string): string {
  return createHmac('md5', SECRET).update(`${t}\n${key}`).digest('hex')
}
