import { AppError, type JsSdkConfig } from '@photolift/contracts'
import { type JsapiTickets, jsSdkSignature } from '@photolift/wechat-api'
import type { Clock } from '../clock.js'
import { newId } from '../new-id.js'
import { isPageOf } from './allowed-page.js'

export interface JsSdkDeps {
  appid: string
  origins: readonly string[]
  tickets: JsapiTickets
  clock: Clock
}

/** Signs what `wx.config` needs on a page of ours. */
export class JsSdkService {
  constructor(private readonly deps: JsSdkDeps) {}

  /** @throws AppError ORIGIN_NOT_ALLOWED, and as the ticket */
  async config(url: string): Promise<JsSdkConfig> {
    const { appid, origins, tickets, clock } = this.deps
    if (!isPageOf(origins, url)) throw new AppError('ORIGIN_NOT_ALLOWED', 'url is no page of H5_ORIGINS')
    const signed = { timestamp: Math.floor(clock() / 1_000), nonceStr: newId() }
    const signature = jsSdkSignature({ ...signed, jsapiTicket: await tickets.get(), url })
    return { appId: appid, ...signed, signature }
  }
}
