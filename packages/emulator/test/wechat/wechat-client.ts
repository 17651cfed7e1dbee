import type { WechatAccess } from '../../src/index.js'

/** Any answer of the emulated WeChat, success or refusal. */
export interface WechatAnswer {
  status: number
  errcode?: number
  errmsg?: string
  openid?: string
  session_key?: string
  unionid?: string
  access_token?: string
  expires_in?: number
}

/** Calls WeChat with an account that is right unless `fields` say otherwise; a field that is undefined is left out. */
export class WechatClient {
  constructor(private readonly access: WechatAccess) {}

  logIn(fields: Record<string, string | undefined>): Promise<WechatAnswer> {
    return this.get('/sns/jscode2session', { grant_type: 'authorization_code', ...this.account(), ...fields })
  }

  plainToken(fields: Record<string, string | undefined> = {}): Promise<WechatAnswer> {
    return this.get('/cgi-bin/token', { grant_type: 'client_credential', ...this.account(), ...fields })
  }

  stableToken(fields: Record<string, unknown> = {}): Promise<WechatAnswer> {
    const body = JSON.stringify({ grant_type: 'client_credential', ...this.account(), ...fields })
    return this.send('/cgi-bin/stable_token', { method: 'POST', body })
  }

  checkSession(fields: Record<string, string | undefined>): Promise<WechatAnswer> {
    return this.get('/wxa/checksession', { sig_method: 'hmac_sha256', ...fields })
  }

  get(path: string, fields: Record<string, string | undefined> = {}): Promise<WechatAnswer> {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value)
    return this.send(`${path}?${query.toString()}`)
  }

  async send(target: string, init: RequestInit = {}): Promise<WechatAnswer> {
    const response = await fetch(this.access.endpoint + target, init)
    return { status: response.status, ...((await response.json()) as object) }
  }

  private account() {
    return { appid: this.access.appid, secret: this.access.secret }
  }
}
