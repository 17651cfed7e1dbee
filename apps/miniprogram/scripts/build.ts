import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp, distFolder } from './build/build-app.ts'
import { describeAddress, domainLines, parseContainer } from './build/service-address.ts'

/** Where `pnpm start` runs the service. */
const DEFAULT_SERVICE_URL = 'http://127.0.0.1:3000'

const { values } = parseArgs({
  options: {
    service: { type: 'string' },
    container: { type: 'string' },
    out: { type: 'string', default: distFolder },
  },
})
if (values.service !== undefined && values.container !== undefined)
  throw new Error('--service and --container exclude each other: an app calls one service in one way')

const outFolder = path.resolve(values.out)
const { entryCount, address } = await buildApp({
  outFolder,
  ...(values.container === undefined
    ? { serviceUrl: values.service ?? (process.env['PHOTOLIFT_SERVICE_URL'] || DEFAULT_SERVICE_URL) }
    : { container: parseContainer(values.container) }),
})
console.error(`${entryCount} entries that call ${describeAddress(address)} -> ${path.relative('', outFolder)}`)
console.error(
  `服务器域名 in the console:\n${domainLines(address)
    .map((line) => `  ${line}`)
    .join('\n')}`,
)
