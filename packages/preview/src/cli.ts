#!/usr/bin/env node
import { parseArgs } from 'node:util'
import type { Container } from './server/container-route.js'
import { startPreview } from './start-preview.js'

const USAGE = `photolift-preview --app <folder> [--port N] [--host ADDRESS] [--album <folder>] [--allow-host NAME]...
                  [--container <env>/<service>=<URL>]... [--cloud-files <URL>] [--appid APPID] [--json]

Runs a built WeChat mini-program (the folder with app.json) in a browser.
--container is where a service that wx.cloud.callContainer names really runs.
--cloud-files tells where cloud:// files are: POST <URL>/cloud-files, as the emulator's control endpoint answers it.
--appid is what a container hears as X-WX-APPID.
--json prints one line, {"url":"…"}, when it is ready.`

try {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      port: { type: 'string', default: '0' },
      host: { type: 'string' },
      album: { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      container: { type: 'string', multiple: true, default: [] },
      'cloud-files': { type: 'string' },
      appid: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(USAGE)
  else await run(values)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

interface Arguments {
  readonly app?: string | undefined
  readonly port: string
  readonly host?: string | undefined
  readonly album?: string | undefined
  readonly 'allow-host': readonly string[]
  readonly container: readonly string[]
  readonly 'cloud-files'?: string | undefined
  readonly appid?: string | undefined
  readonly json: boolean
}

async function run(options: Arguments): Promise<void> {
  const { app, port, host, album, 'allow-host': allowedHosts, 'cloud-files': cloudFiles, appid, json } = options
  if (app === undefined) throw new Error(`--app is missing\n\n${USAGE}`)
  if (!/^\d{1,5}$/.test(port)) throw new Error(`--port must be a number, not "${port}"`)

  if (cloudFiles !== undefined && !isHttpUrl(cloudFiles))
    throw new Error(`--cloud-files must be an http or https URL, not "${cloudFiles}"`)

  const preview = await startPreview({
    appFolder: app,
    port: Number(port),
    ...(host === undefined ? {} : { host }),
    ...(album === undefined ? {} : { albumFolder: album }),
    allowedHosts,
    containers: options.container.map(readContainer),
    ...(cloudFiles === undefined ? {} : { cloudFiles }),
    ...(appid === undefined ? {} : { appid }),
  })
  console.log(json ? JSON.stringify({ url: preview.url }) : `The mini-program runs at ${preview.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void preview.close())
}

function readContainer(text: string): Container {
  const [, env = '', service = '', url = ''] = /^([\w-]+)\/([\w-]+)=(.+)$/.exec(text) ?? []
  if (!isHttpUrl(url)) throw new Error(`--container must be <env>/<service>=<http or https URL>, not "${text}"`)
  return { env, service, url }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
