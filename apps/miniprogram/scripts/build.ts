import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp, distFolder } from './build/build-app.ts'

/** Where `pnpm start` runs the service. */
const DEFAULT_SERVICE_URL = 'http://127.0.0.1:3000'

const { values } = parseArgs({
  options: {
    service: { type: 'string', default: process.env['PHOTOLIFT_SERVICE_URL'] || DEFAULT_SERVICE_URL },
    out: { type: 'string', default: distFolder },
  },
})

const outFolder = path.resolve(values.out)
const { entryCount, serviceUrl } = await buildApp({ outFolder, serviceUrl: values.service })
console.error(`${entryCount} entries that call ${serviceUrl} -> ${path.relative('', outFolder)}`)
