import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, repositoryFolder, type Stack, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { type BridgeScript, installWechatBridge, WECHAT_USER_AGENTS } from '@photolift/platform/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { allowOrigins } from '../world/allow-origins.js'
import { Cloud } from '../world/cloud.js'
import type { PictureFile } from '../world/picture-file.js'

/** Emulated cloud, service, a web page of another origin, and a browser that says it is WeChat. */
export class WechatWorld {
  readonly cloud: Cloud
  readonly #contexts: BrowserContext[] = []

  private constructor(
    readonly stack: Stack,
    private readonly browser: Browser,
    private readonly site: Server,
    private readonly origin: string,
    private readonly script: string,
  ) {
    this.cloud = new Cloud(stack.emulator.control.endpoint, stack.emulator.cos.bucket)
  }

  static async start(): Promise<WechatWorld> {
    const site = createServer((_request, response) =>
      response.setHeader('Content-Type', 'text/html').end('<!doctype html>'),
    )
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    const servicePort = await freePort()
    const ownOrigin = `http://127.0.0.1:${servicePort}`
    const serviceEnv = { H5_DIST: join(repositoryFolder, 'apps/h5/dist') }
    const [stack, browser, { stdout }] = await Promise.all([
      startStack({ servicePort, serviceEnv, pageOrigins: [origin, ownOrigin] }),
      launchBrowser(),
      promisify(execFile)(process.execPath, [join(import.meta.dirname, 'bundle-page.mjs')]),
    ])
    const world = new WechatWorld(stack, browser, site, origin, stdout)
    await allowOrigins(stack, [origin, stack.serviceUrl])
    return world
  }

  /** Opens a page without a screen on the phone of a new person who is about to choose these pictures. */
  async open(photos: readonly PictureFile[], script: Omit<BridgeScript, 'pictures'>): Promise<Page> {
    const page = await this.#phone(photos, script)
    await this.load(page)
    return page
  }

  /**
   * Opens the built page, which the service serves and which logs in through the service account.
   * @param prepare what the page finds when it begins
   */
  async openBuiltPage(
    photos: readonly PictureFile[],
    script: Omit<BridgeScript, 'pictures'>,
    fragment = '',
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<Page> {
    const page = await this.#phone(photos, script)
    await prepare(page)
    await page.goto(`${this.stack.serviceUrl}/${fragment}`)
    return page
  }

  async #phone(photos: readonly PictureFile[], script: Omit<BridgeScript, 'pictures'>): Promise<Page> {
    const context = await this.browser.newContext({ userAgent: WECHAT_USER_AGENTS[script.system], locale: 'zh-CN' })
    this.#contexts.push(context)
    await context.route('**/pictures/*', (route) => {
      const photo = photos[Number(route.request().url().split('/').at(-1))]
      return photo === undefined ? route.abort() : route.fulfill({ body: photo.buffer })
    })
    await context.route('https://open.weixin.qq.com/**', (route) => route.abort())
    await context.exposeFunction('wechatUpload', (place: number) => this.#giveToWechat(photos[place]))
    await context.addInitScript(installWechatBridge, {
      ...script,
      pictures: photos.map((_, index) => `/pictures/${index}`),
    })
    await context.addInitScript(
      (settings) => {
        globalThis.pageSettings = settings
      },
      { serviceUrl: this.stack.serviceUrl, person: randomUUID() },
    )
    return context.newPage()
  }

  /** As a link from a chat opens it; again, as a reload does. */
  async load(page: Page): Promise<void> {
    await page.goto(`${this.origin}/?from=singlemessage`)
    await page.addScriptTag({ content: this.script })
  }

  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close()
  }

  async stop(): Promise<void> {
    await this.browser.close()
    await this.stack.stop()
    this.site.close()
  }

  /** What WeChat does with uploadImage, by the account's own interface. */
  async #giveToWechat(photo: PictureFile | undefined): Promise<string> {
    if (photo === undefined) throw new Error('no such picture')
    const answer = await this.#uploadMedia(photo)
    // The service may have had the token replaced in between; WeChat itself needs none.
    const { media_id, ...refusal } = answer.errcode === 40001 ? await this.#uploadMedia(photo) : answer
    if (media_id === undefined) throw new Error(`no media id: ${JSON.stringify(refusal)}`)
    return media_id
  }

  async #uploadMedia({ name, mimeType, buffer }: PictureFile): Promise<{ media_id?: string; errcode?: number }> {
    const { endpoint, official } = this.stack.emulator.wechat
    const { appid, secret } = official
    const asked = await fetch(`${endpoint}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credential', appid, secret }),
    })
    const { access_token } = (await asked.json()) as { access_token: string }
    const form = new FormData()
    form.append('media', new Blob([new Uint8Array(buffer)], { type: mimeType }), name)
    const query = new URLSearchParams({ access_token, type: mimeType.split('/')[0] ?? '' })
    const answer = await fetch(`${endpoint}/cgi-bin/media/upload?${query}`, { method: 'POST', body: form })
    return answer.json() as Promise<{ media_id?: string; errcode?: number }>
  }
}
