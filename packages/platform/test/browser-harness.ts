import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '@photolift/contracts'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser, Page } from 'playwright-core'
import type { HttpStack, KeptPhoto, KeptPhotos, KeyValueStore, Lifecycle, Network, PhotoSource } from '../src/index.js'
import { AnsweringServer } from './answering-server.js'
import type { Crossing, Kept, StoreName } from './browser-page.js'
import { PictureFiles } from './picture-files.js'

/** Runs the browser adapter in a real Chromium; each port is a stand-in here that calls the adapter over there. */
export class BrowserHarness {
  readonly #browser: Browser
  readonly #page: Page
  readonly #script: string
  readonly #server: AnsweringServer
  readonly #files: PictureFiles
  readonly #photoIds = new WeakMap<PhotoSource, number>()
  readonly #progress = new Map<number, (bytesSent: number) => void>()
  readonly #listeners = new Map<number, (value: boolean) => void>()
  #lastId = 0
  #online = true
  /** Listeners are registered over there without anyone waiting for it; events wait for them instead. */
  #registrations: Promise<unknown> = Promise.resolve()

  private constructor(parts: {
    browser: Browser
    page: Page
    script: string
    server: AnsweringServer
    files: PictureFiles
  }) {
    this.#browser = parts.browser
    this.#page = parts.page
    this.#script = parts.script
    this.#server = parts.server
    this.#files = parts.files
  }

  static async start(): Promise<BrowserHarness> {
    const script = await bundlePage()
    const [browser, server, files] = await Promise.all([
      launchBrowser(),
      AnsweringServer.start(),
      PictureFiles.create(),
    ])
    const page = await (await browser.newContext()).newPage()
    const harness = new BrowserHarness({ browser, page, script, server, files })
    await page.exposeFunction('tellProgress', (callId: number, bytesSent: number) =>
      harness.#progress.get(callId)?.(bytesSent),
    )
    await page.exposeFunction('tellListener', (listenerId: number, value: boolean) =>
      harness.#listeners.get(listenerId)?.(value),
    )
    await harness.reload()
    return harness
  }

  /** Loads the page anew, as a person would. */
  async reload(): Promise<void> {
    await this.#page.goto(`${this.#server.url}/page`)
    await this.#page.setContent('<input type="file">')
    await this.#page.addScriptTag({ content: this.#script })
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await Promise.all([this.#server.close(), this.#files.remove()])
  }

  /** The same page in another tab of the browser; ends with the function that comes with it. */
  async tab(): Promise<{ soleUse(name: string): Promise<string>; closeTab(): Promise<void> }> {
    const page = await this.#page.context().newPage()
    const tab = new BrowserHarness({
      browser: this.#browser,
      page,
      script: this.#script,
      server: this.#server,
      files: this.#files,
    })
    await tab.reload()
    return { soleUse: (name) => tab.soleUse(name), closeTab: () => page.close() }
  }

  /** Time stands still in all pages while the work lasts, except for what it lets go by. */
  async withStoppedClock(work: (letGoBy: (durationMs: number) => Promise<void>) => Promise<void>): Promise<void> {
    const { clock } = this.#page
    await clock.install()
    // An hour ahead, so that it lies in no slow machine's past.
    await clock.pauseAt(Date.now() + 3_600_000)
    try {
      await work((durationMs) => clock.runFor(durationMs))
    } finally {
      await clock.resume()
    }
  }

  /** Until the page is loaded anew. */
  async refuseDatabases(): Promise<void> {
    await this.#page.evaluate(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    })
  }

  async soleUse(name: string): Promise<string> {
    return arrived(await this.#page.evaluate((of) => pageHarness.soleUse(of), name))
  }

  readonly http: HttpStack = {
    send: async ({ signal, body, ...request }) => {
      const callId = ++this.#lastId
      signal?.onCancel(() => this.#cancel(callId))
      const sentBody = typeof body === 'object' ? [...new Uint8Array(body)] : body
      return arrived(
        await this.#page.evaluate(([id, sent, text]) => pageHarness.send(id, sent, text), [
          callId,
          request,
          sentBody,
        ] as const),
      )
    },
    postForm: async ({ signal, photo, onProgress, ...form }) => {
      const callId = ++this.#lastId
      if (onProgress !== undefined) this.#progress.set(callId, onProgress)
      signal?.onCancel(() => this.#cancel(callId))
      const photoId = this.#photoIds.get(photo)
      if (photoId === undefined) throw new Error('a page sends its own photos only')
      return arrived(
        await this.#page.evaluate(([id, sent, photoNumber]) => pageHarness.postForm(id, sent, photoNumber), [
          callId,
          form,
          photoId,
        ] as const),
      )
    },
  }

  async photo(bytes: Uint8Array): Promise<PhotoSource> {
    return this.#pick(await this.#files.write(bytes))
  }

  async gonePhoto(): Promise<PhotoSource> {
    const path = await this.#files.write(new Uint8Array(1_000))
    const photo = await this.#pick(path)
    await rm(path)
    return photo
  }

  store(store: StoreName): KeyValueStore {
    return {
      get: (key) => this.#page.evaluate(([name, of]) => pageHarness.get(of, name), [key, store] as const),
      set: async (key, value) =>
        arrived(
          await this.#page.evaluate(([name, text, of]) => pageHarness.set(of, name, text), [
            key,
            value,
            store,
          ] as const),
        ),
      remove: (key) => this.#page.evaluate(([name, of]) => pageHarness.remove(of, name), [key, store] as const),
    }
  }

  readonly keptPhotos: KeptPhotos = {
    keep: (name, source) => this.#keep(name, this.#idOf(source)),
    write: (name, bytes) => this.#keep(name, [...new Uint8Array(bytes)]),
    open: async (name) => {
      const keptId = ++this.#lastId
      const kept = await this.#page.evaluate(([file, id]) => pageHarness.openKept(file, id), [name, keptId] as const)
      return kept && this.#kept(kept, keptId)
    },
    remove: (name) => this.#page.evaluate((file) => pageHarness.removeKept(file), name),
    list: () => this.#page.evaluate(() => pageHarness.listKept()),
  }

  async show(localUrl: string): Promise<Uint8Array> {
    return new Uint8Array(await this.#page.evaluate((url) => pageHarness.show(url), localUrl))
  }

  leaveRoom(byteLength: number): Promise<void> {
    return this.#page.evaluate((room) => pageHarness.leaveRoom(room), byteLength)
  }

  measure(photo: PhotoSource) {
    return this.#page.evaluate((id) => pageHarness.measure(id), this.#idOf(photo))
  }

  async toJpeg(photo: PhotoSource, longSide: number | null): Promise<PhotoSource | undefined> {
    const jpegId = ++this.#lastId
    const byteLength = await this.#page.evaluate(([id, side, made]) => pageHarness.toJpeg(id, side, made), [
      this.#idOf(photo),
      longSide,
      jpegId,
    ] as const)
    return byteLength === undefined ? undefined : this.#photo(jpegId, byteLength)
  }

  async #keep(name: string, photo: number | number[]): Promise<KeptPhoto> {
    const keptId = ++this.#lastId
    const kept = await this.#page.evaluate(([file, given, id]) => pageHarness.keep(file, given, id), [
      name,
      photo,
      keptId,
    ] as const)
    return this.#kept(arrived(kept), keptId)
  }

  #kept({ byteLength, localUrl }: Kept, keptId: number): KeptPhoto {
    return { source: this.#photo(keptId, byteLength), localUrl }
  }

  #idOf(photo: PhotoSource): number {
    const photoId = this.#photoIds.get(photo)
    if (photoId === undefined) throw new Error('a page knows its own photos only')
    return photoId
  }

  readonly network: Network = {
    isOnline: () => this.#online,
    isMetered: () => false,
    onChange: (listener) => this.#listen('network', listener),
  }

  readonly lifecycle: Lifecycle = {
    onHide: (listener) => this.#listen('hide', listener),
    onShow: (listener) => this.#listen('show', listener),
  }

  async setOnline(online: boolean): Promise<void> {
    await this.#registrations
    // The browser tells its pages later than it takes the order. This listener is the last one that hears it.
    await this.#page.evaluate(
      (event) => {
        const told = new Promise((resolve) => addEventListener(event, resolve, { once: true }))
        Object.assign(globalThis, { told })
      },
      online ? 'online' : 'offline',
    )
    await this.#page.context().setOffline(!online)
    await this.#page.evaluate(async () => {
      await (globalThis as unknown as { told: Promise<unknown> }).told
    })
    this.#online = await this.#page.evaluate(() => pageHarness.isOnline())
  }

  /** A headless page is never covered: its state is set by hand, and the event is the real one. */
  async setVisible(visible: boolean): Promise<void> {
    await this.#registrations
    await this.#page.evaluate(
      (state) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      },
      visible ? 'visible' : 'hidden',
    )
  }

  async #pick(path: string): Promise<PhotoSource> {
    const photoId = ++this.#lastId
    await this.#page.setInputFiles('input', path)
    return this.#photo(photoId, await this.#page.evaluate((id) => pageHarness.openPickedPhoto(id), photoId))
  }

  #photo(photoId: number, byteLength: number): PhotoSource {
    const photo: PhotoSource = {
      byteLength,
      slice: async (start, end) => {
        const bytes = arrived(
          await this.#page.evaluate(([id, from, to]) => pageHarness.slice(id, from, to), [
            photoId,
            start,
            end,
          ] as const),
        )
        return new Uint8Array(bytes).buffer
      },
      md5: async () => arrived(await this.#page.evaluate((id) => pageHarness.md5(id), photoId)),
    }
    this.#photoIds.set(photo, photoId)
    return photo
  }

  #cancel(callId: number): void {
    void this.#page.evaluate((id) => pageHarness.cancel(id), callId)
  }

  #listen(to: 'network' | 'hide' | 'show', listener: (value: boolean) => void): () => void {
    const listenerId = ++this.#lastId
    this.#listeners.set(listenerId, listener)
    this.#register((id) => pageHarness.listen(id[0], id[1]), [listenerId, to] as const)
    return () => this.#register((id) => pageHarness.stopListening(id[0]), [listenerId, to] as const)
  }

  #register(
    work: (args: readonly [number, 'network' | 'hide' | 'show']) => void,
    args: readonly [number, 'network' | 'hide' | 'show'],
  ): void {
    this.#registrations = this.#registrations.then(() => this.#page.evaluate(work, args))
  }
}

function arrived<Value>(crossing: Crossing<Value>): Value {
  if ('value' in crossing || !('code' in crossing)) return crossing.value
  throw new AppError(crossing.code, crossing.message)
}

async function bundlePage(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'bundle-browser-page.mjs'),
    'browser-page.ts',
  ])
  return stdout
}
