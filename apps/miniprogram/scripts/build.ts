import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './build/build-app.ts'

const DEFAULT_SERVICE_URL = 'http://127.0.0.1:3000'
const appFolder = path.resolve(import.meta.dirname, '..')

const { values } = parseArgs({
  options: {
    service: { type: 'string', default: process.env['PHOTOLIFT_SERVICE_URL'] || DEFAULT_SERVICE_URL },
    out: { type: 'string', default: path.join(appFolder, 'dist') },
  },
})

const built = await buildApp({ appFolder, outFolder: path.resolve(values.out), serviceUrl: values.service })
console.error(
  `${built.entryCount} pages and components, service ${built.serviceUrl} -> ${path.relative('', values.out)}`,
)
