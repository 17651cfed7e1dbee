import { Client, call } from './client.js'
import type { RunningService } from './running-service.js'
import { Browser, inFragment, PAGE } from './web-page.js'

let people = 0
let codes = 0

/** A person of WeChat, whom both accounts know under one unionid. */
export class WechatPerson {
  private readonly name = `person${++people}`

  constructor(private readonly service: Pick<RunningService, 'url' | 'emulator'>) {}

  /** Opens the mini-program. */
  miniProgram(url = this.service.url): Promise<Client> {
    this.service.emulator.settings.change({ unionid: 'userinfo' })
    return Client.login(url, `code-${this.name}-${++codes}`)
  }

  /** Opens the page; with `snsapi_userinfo` after a tap. @returns the address that the page is opened under */
  toPage(scope: Scope, url = this.service.url): Promise<string> {
    this.service.emulator.settings.change({ webPerson: this.name })
    return new Browser(url).logIn(PAGE, scope)
  }

  async webCode(scope: Scope, url = this.service.url): Promise<string> {
    const address = await this.toPage(scope, url)
    const webCode = inFragment(address, 'webCode')
    if (webCode === null) throw new Error(`no code in ${address}`)
    return webCode
  }

  async page(scope: Scope = 'snsapi_base', url = this.service.url): Promise<Client> {
    return Client.loginBy(url, { body: { webCode: await this.webCode(scope, url) } })
  }

  /** Asks to be joined. @returns the code of the error, or nothing */
  async join(url = this.service.url): Promise<string | undefined> {
    const body = { webCode: await this.webCode('snsapi_userinfo', url) }
    const answer = await call(url, { method: 'POST', path: '/v1/login', body })
    return answer.body.error?.code
  }
}

export type Scope = 'snsapi_base' | 'snsapi_userinfo'
