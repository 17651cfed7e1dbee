import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, repositoryFolder, type Stack, startStack } from '@photolift/dev-stack'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { allowOrigins } from '../world/allow-origins.js'
import { Cloud } from '../world/cloud.js'
import { Desk } from './desk.js'

interface DeskOptions extends BrowserContextOptions {
  loggedIn?: boolean
  person?: string
  /** Runs in the browser before the page's own script. */
  before?: () => void
}

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

  /** @param serviceEnv more environment for the service */
  static async start(serviceEnv: Record<string, string> = {}): Promise<PageWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'photolift-page-'))
    const servicePort = await freePort()
    const [stack, browser] = await Promise.all([
      startStack({
        servicePort,
        dataFolder: folder,
        pageOrigins: [`http://127.0.0.1:${servicePort}`],
        serviceEnv: { H5_DIST: join(repositoryFolder, 'apps/h5/dist'), ...serviceEnv },
      }),
      launchBrowser(),
    ])
    const world = new PageWorld(stack, browser, folder)
    await allowOrigins(stack, [stack.serviceUrl])
    return world
  }

  get url(): string {
    return `${this.stack.serviceUrl}/`
  }

  /** Opens the page for a new person, unless `person` names one, logged in with a code from the desk unless `loggedIn` is false. */
  async desk(options: DeskOptions = {}): Promise<Desk> {
    const { loggedIn = true, person, before, ...contextOptions } = options
    const context = await this.browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 1280, height: 720 },
      ...contextOptions,
    })
    if (before !== undefined) await context.addInitScript(before)
    const desk = await Desk.open(context, this.url)
    if (loggedIn) await desk.enter(await this.deskCode(person))
    return desk
  }

  /** Opens the page once more, in a further tab of the same browser; nobody has logged in there. */
  async tab({ page }: Desk): Promise<Desk> {
    return Desk.open(page.context(), this.url)
  }

  /** As an administrator gets one: `photolift desk-code`. The same name is the same person. */
  async deskCode(name: string = randomUUID()): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(repositoryFolder, 'apps/cli/dist/photolift.mjs'), 'desk-code', '--json', '--name', name],
      { env: { ...process.env, DATABASE_URL: `sqlite:${join(this.folder, 'photolift.sqlite')}` } },
    )
    return (JSON.parse(stdout) as { deskCode: string }).deskCode
  }

  async stop(): Promise<void> {
    await this.browser.close()
    await this.stack.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
