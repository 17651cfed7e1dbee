#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startPreview } from './start-preview.js'

const USAGE = `photolift-preview --app <folder> [--port N] [--host ADDRESS] [--album <folder>] [--allow-host NAME]... [--json]

Runs a built WeChat mini-program (the folder with app.json) in a browser.
--json prints one line, {"url":"…"}, when it is ready.`

try {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      port: { type: 'string', default: '0' },
      host: { type: 'string' },
      album: { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
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
  readonly json: boolean
}

async function run({ app, port, host, album, 'allow-host': allowedHosts, json }: Arguments): Promise<void> {
  if (app === undefined) throw new Error(`--app is missing\n\n${USAGE}`)
  if (!/^\d{1,5}$/.test(port)) throw new Error(`--port must be a number, not "${port}"`)

  const preview = await startPreview({
    appFolder: app,
    port: Number(port),
    ...(host === undefined ? {} : { host }),
    ...(album === undefined ? {} : { albumFolder: album }),
    allowedHosts,
  })
  console.log(json ? JSON.stringify({ url: preview.url }) : `The mini-program runs at ${preview.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void preview.close())
}
