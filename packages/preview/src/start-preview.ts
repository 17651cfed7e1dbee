import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileApp } from './compile/compile-app.js'
import type { Container } from './server/container-route.js'
import { startServer } from './server/preview-server.js'

export interface PreviewOptions {
  /** The built mini-program: the folder with `app.json`. */
  readonly appFolder: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** `127.0.0.1` by default. */
  readonly host?: string
  /** Pictures of the sample album; the package's own by default. */
  readonly albumFolder?: string
  /** Hosts besides this machine that the app may call; none by default. */
  readonly allowedHosts?: readonly string[]
  /** Services that `wx.cloud.callContainer` reaches; none by default. */
  readonly containers?: readonly Container[]
  /** What tells where `cloud://` files are: `POST <it>/cloud-files`; without it, none can be read. */
  readonly cloudFiles?: string
  /** `X-WX-APPID` of calls to a container; made up by default. */
  readonly appid?: string
}

export interface Preview {
  /** The page. `?bare=1` is the app alone; all conditions may be query parameters too. */
  readonly url: string
  /** Stops serving. Open pages lose their connections. */
  close(): Promise<void>
}

/** Both where this file lies in `src` and in `dist`, the package is one folder up. */
const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..')

const MADE_UP_APPID = 'wx0000000000000000'

/**
 * Compiles a built mini-program and serves it in a browser.
 *
 * @throws CompileError naming everything in the package that cannot run
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const appFolder = resolve(options.appFolder)
  const pageFolder = join(PACKAGE, 'dist/page')
  if (!existsSync(pageFolder)) throw new Error(`${pageFolder} is missing: build @photolift/preview first`)

  const app = compileApp(appFolder)
  return startServer({
    compiledApp: JSON.stringify({ name: basename(dirname(appFolder)), app }),
    appFolder,
    pageFolder,
    albumFolder: resolve(options.albumFolder ?? join(PACKAGE, 'album')),
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    allowedHosts: options.allowedHosts ?? [],
    containers: options.containers ?? [],
    cloudFiles: options.cloudFiles,
    appid: options.appid ?? MADE_UP_APPID,
  })
}
