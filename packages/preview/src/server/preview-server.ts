import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CLOUD_FILES_PATH, FORWARD_PATH, PROGRESS_PATH } from '../forward-protocol.js'
import { answerCloudFiles } from './cloud-files.js'
import { type ContainerRouteOptions, containerRoute } from './container-route.js'
import { Forwarder } from './forwarder.js'
import { internetRoute } from './internet-route.js'
import { listAlbum } from './list-album.js'
import { isOwnRequest } from './own-origin.js'
import type { Route } from './route.js'
import { serveFile } from './serve-file.js'

export interface ServerOptions extends ContainerRouteOptions {
  /** `app.json` of the page: the compiled app with its name, as JSON. */
  readonly compiledApp: string
  /** The mini-program's folder, for images in the package. */
  readonly appFolder: string
  /** The browser's part of the preview. */
  readonly pageFolder: string
  readonly albumFolder: string
  readonly host: string
  readonly port: number
  /** Hosts besides loopback that the app may call. */
  readonly allowedHosts: readonly string[]
  /** Where files of the cloud are looked up; undefined where there is no cloud. */
  readonly cloudFiles: string | undefined
}

export interface RunningServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves the page, the app's files and the album, and forwards what `wx` sends. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const forwarder = new Forwarder()
  const routes = routesOf(options)
  const server = createServer((request, response) => {
    handle({ options, forwarder, routes, request, response }).catch((error: unknown) => {
      // The answer may have begun; then breaking it off is all that tells the page.
      if (response.headersSent) response.destroy()
      else answer(response, 500, String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
        forwarder.close()
      }),
  }
}

/** The way to take, by the path that the page asks at. */
type Routes = Readonly<Record<string, Route>>

function routesOf(options: ServerOptions): Routes {
  const internet = internetRoute(options.allowedHosts)
  return {
    [FORWARD_PATH.request]: internet,
    [FORWARD_PATH.upload]: internet,
    [FORWARD_PATH.container]: containerRoute(options),
  }
}

interface Exchange {
  readonly options: ServerOptions
  readonly forwarder: Forwarder
  readonly routes: Routes
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function handle({ options, forwarder, routes, request, response }: Exchange): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://preview')
  if (!isOwnRequest(request)) return answer(response, 403, 'This page or address may not use the preview.')

  const route = routes[pathname]
  if (route) return forwarder.forward(route, request, response)
  if (pathname === CLOUD_FILES_PATH && request.method === 'POST')
    return answerCloudFiles(options.cloudFiles, request, response)
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'Only GET and HEAD here.')
  if (pathname === PROGRESS_PATH) return forwarder.streamProgress(response)
  if (pathname === '/__preview/app.json') return sendJson(response, options.compiledApp)
  if (pathname === '/__preview/album.json')
    return sendJson(response, JSON.stringify(await listAlbum(options.albumFolder)))

  const [folder, path] = toFile(options, pathname, searchParams)
  await serveFile({ folder, path, request, response })
}

function toFile(options: ServerOptions, pathname: string, query: URLSearchParams): [folder: string, path: string] {
  if (pathname === '/') return [options.pageFolder, query.get('bare') === '1' ? 'app.html' : 'shell.html']
  if (pathname.startsWith('/__preview/')) return [options.pageFolder, pathname.slice('/__preview/'.length)]
  if (pathname.startsWith('/__album/')) return [options.albumFolder, pathname.slice('/__album/'.length)]
  if (pathname.startsWith('/__app/')) return [options.appFolder, pathname.slice('/__app/'.length)]
  return [options.appFolder, pathname.slice(1)]
}

function sendJson(response: ServerResponse, json: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(json)
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}
