import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, repositoryFolder, type Stack, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type CosSdk from 'cos-js-sdk-v5'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { Cloud } from '../world/cloud.js'
import { Desk } from './desk.js'

/** Emulated cloud with a bucket of its own origin, and a service that serves the built web page under its Content-Security-Policy. */
export class PageWorld {
  readonly cloud: Cloud

  private constructor(
    readonly stack: Stack,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {
    this.cloud = new Cloud(stack.emulator.control.endpoint, stack.emulator.cos.bucket)
  }

  static async start(): Promise<PageWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'photolift-page-'))
    const servicePort = await freePort()
    const [stack, browser] = await Promise.all([
      startStack({
        servicePort,
        dataFolder: folder,
        pageOrigins: [`http://127.0.0.1:${servicePort}`],
        serviceEnv: { H5_DIST: join(repositoryFolder, 'apps/h5/dist') },
      }),
      launchBrowser(),
    ])
    const world = new PageWorld(stack, browser, folder)
    await world.#allowOrigin()
    return world
  }

  get url(): string {
    return `${this.stack.serviceUrl}/`
  }

  /** Opens the page for a new person, logged in with a code from the desk unless `loggedIn` is false. */
  async desk(options: BrowserContextOptions & { loggedIn?: boolean } = {}): Promise<Desk> {
    const { loggedIn = true, ...contextOptions } = options
    const context = await this.browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 1280, height: 720 },
      ...contextOptions,
    })
    const desk = await Desk.open(context, this.url)
    if (loggedIn) await desk.enter(await this.deskCode())
    return desk
  }

  /** As an administrator gets one: `photolift desk-code`. */
  async deskCode(): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(repositoryFolder, 'apps/cli/dist/photolift.mjs'), 'desk-code', '--json', '--name', randomUUID()],
      { env: { ...process.env, DATABASE_URL: `sqlite:${join(this.folder, 'photolift.sqlite')}` } },
    )
    return (JSON.parse(stdout) as { deskCode: string }).deskCode
  }

  async stop(): Promise<void> {
    await this.browser.close()
    await this.stack.stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** The bucket's CORS rule for the page, signed by Tencent's own SDK. */
  async #allowOrigin(): Promise<void> {
    const { cos } = this.stack.emulator
    const page = await this.browser.newPage({ bypassCSP: true })
    await page.goto(this.url)
    await page.addScriptTag({ path: require.resolve('cos-js-sdk-v5/dist/cos-js-sdk-v5.min.js') })
    const authorization = await page.evaluate(
      ({ secretId, secretKey }) =>
        (window as unknown as { COS: typeof CosSdk }).COS.getAuthorization({
          SecretId: secretId,
          SecretKey: secretKey,
          Method: 'PUT',
          Key: '',
          Query: { cors: '' },
        }),
      cos,
    )
    await page.close()
    const methods = ['GET', 'PUT', 'POST'].map((method) => `<AllowedMethod>${method}</AllowedMethod>`).join('')
    const rule = `<AllowedOrigin>${this.stack.serviceUrl}</AllowedOrigin>${methods}<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>`
    const body = `<CORSConfiguration><CORSRule>${rule}</CORSRule></CORSConfiguration>`
    const response = await fetch(`${cos.endpoint}/?cors`, {
      method: 'PUT',
      headers: {
        Authorization: authorization,
        'Content-MD5': createHash('md5').update(body).digest('base64'),
        'Content-Type': 'application/xml',
      },
      body,
    })
    if (!response.ok) throw new Error(`the bucket refused the CORS rule: ${await response.text()}`)
  }
}
