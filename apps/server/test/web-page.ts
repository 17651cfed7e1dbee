import type { Emulator } from '@photolift/emulator'

/** Where the web page of these tests lives; nothing listens there. */
export const PAGE_ORIGIN = 'https://h5.example.com'
export const PAGE = `${PAGE_ORIGIN}/photos?from=menu#login=nonce1`

/** Environment that gives a service of STORAGE=cos a web page. */
export function webPageEnvironment({ wechat }: Emulator): Record<string, string> {
  return {
    H5_ORIGINS: PAGE_ORIGIN,
    OFFICIAL_APPID: wechat.official.appid,
    OFFICIAL_SECRET: wechat.official.secret,
    OFFICIAL_AUTHORIZE_BASE_URL: wechat.endpoint,
  }
}

/** A browser that follows one redirect at a time and keeps the service's cookies. */
export class Browser {
  cookie: string | undefined

  constructor(private readonly url: string) {}

  async get(address: string): Promise<{ status: number; location: string; headers: Headers; text: string }> {
    const response = await fetch(new URL(address, this.url), {
      redirect: 'manual',
      headers: this.cookie === undefined ? {} : { cookie: this.cookie },
    })
    const cookie = response.headers.get('set-cookie')
    if (cookie !== null) this.cookie = cookie.split(';', 1)[0]
    const text = await response.text()
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      text,
    }
  }

  begin(returnTo: string, scope?: string) {
    return this.get(`/v1/web-login?${new URLSearchParams({ returnTo, ...(scope && { scope }) })}`)
  }

  /** Stands before WeChat's page. @returns the address of the callback that WeChat sends it to */
  async toCallback(returnTo = PAGE, scope?: string): Promise<string> {
    const { location } = await this.begin(returnTo, scope)
    const back = await this.get(location)
    if (back.status !== 302) throw new Error(`WeChat's page answered ${back.status}: ${back.text}`)
    return back.location
  }

  /** The whole way. @returns the address that the page is opened under */
  async logIn(returnTo = PAGE, scope?: string): Promise<string> {
    return (await this.get(await this.toCallback(returnTo, scope))).location
  }
}

/** @returns what the fragment says under that name */
export function inFragment(address: string, name: string): string | null {
  return new URLSearchParams(new URL(address).hash.slice(1)).get(name)
}
