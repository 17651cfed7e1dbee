import { execFile } from 'node:child_process'
import { join, relative, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import manifest from '../package.json' with { type: 'json' }
import { build, repositoryFolder } from './turbo.mjs'

/** What DevTools and the mini-program's default build expect. */
const SERVICE_PORT = 3000
const PREVIEW_PORT = 5173

const state = join(repositoryFolder, '.photolift')
const { values } = parseArgs({ options: { data: { type: 'string', default: join(state, 'data') } } })
const dataFolder = resolve(values.data)
const databaseUrl = `sqlite:${join(dataFolder, 'photolift.sqlite')}`

await build(['emulator', 'server', 'preview', 'miniprogram', 'h5', 'cli', 'dev-stack'])
const { freePort, isPortFree, startStack } = await import('../packages/dev-stack/dist/index.js')

// Until the stack stands, leaving is enough: its processes end with this one.
let stop = async (exitCode) => process.exit(exitCode)
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => {
    isStopping = true
    void stop(0)
  })

const servicePort = await choosePort(SERVICE_PORT, 'service')
const previewPort = await choosePort(PREVIEW_PORT, 'preview')
const stack = await startStack({
  servicePort,
  previewPort,
  miniprogramFolder: await miniprogramFor(servicePort),
  dataFolder,
  // WeChat DevTools logs in with mock codes, or with real ones that only WeChat can read.
  anyLoginCode: true,
  pageOrigins: [`http://127.0.0.1:${servicePort}`],
  serviceEnv: { LOG_LEVEL: 'warn', H5_DIST: join(repositoryFolder, 'apps/h5/dist') },
}).catch((error) => {
  console.error(error.message)
  process.exit(1)
})

await letPageSendPhotos()
const deskCode = await newDeskCode()

console.log(stack.previewUrl)
console.error(
  [
    '',
    'Open the address above: the mini-program, its service and an emulated cloud are running.',
    `  service   ${stack.serviceUrl}`,
    `  web page  ${stack.serviceUrl}/ with the upload code ${deskCode} (good once, for a day)`,
    `            another: DATABASE_URL=${databaseUrl} npx --yes ${manifest.packageManager} photolift desk-code --name start`,
    `  bucket    ${stack.emulator.cos.endpoint}`,
    `  DevTools  open apps/miniprogram and switch on 不校验合法域名`,
    `Photos and rows are kept in ${relative('', dataFolder)}. Ctrl-C stops everything.`,
  ].join('\n'),
)

stop = async (exitCode) => {
  await stack.stop()
  process.exit(exitCode)
}
const crashed = await stack.crashed
// Ctrl-C goes to all of us at once: the others may be gone before this process has heard of it.
await new Promise((done) => setTimeout(done, 500))
if (!isStopping) {
  console.error(`${crashed} ended by itself; stopping the rest.`)
  await stop(1)
}

async function choosePort(wanted, name) {
  if (await isPortFree(wanted)) return wanted
  const port = await freePort()
  console.error(`Port ${wanted} is taken; the ${name} listens on ${port} instead.`)
  return port
}

/** The bucket is another origin than the page: what a console does once for a real bucket (docs/deploy.md). */
async function letPageSendPhotos() {
  const { webPageCorsRule, writeCorsRules } = await import('../packages/cos/dist/index.js')
  const { bucket, region, endpoint, secretId, secretKey } = stack.emulator.cos
  await writeCorsRules({ bucket, region, endpoint }, { secretId, secretKey }, [webPageCorsRule([stack.serviceUrl])])
}

/** Lets one person into the web page, who has no WeChat here; the same person each time. */
async function newDeskCode() {
  const command = join(repositoryFolder, 'apps/cli/dist/photolift.mjs')
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const args = [command, 'desk-code', '--json', '--name', 'start', '--minutes', '1440']
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  return JSON.parse(stdout).deskCode
}

/** The built mini-program; one of its own where the service could not take the port that the default build expects. */
async function miniprogramFor(port) {
  if (port === SERVICE_PORT) return join(repositoryFolder, 'apps/miniprogram/dist')
  const out = join(state, 'miniprogram')
  const { buildApp } = await import('../apps/miniprogram/scripts/build/build-app.ts')
  await buildApp({ outFolder: out, serviceUrl: `http://127.0.0.1:${port}` })
  console.error(
    `The previewed mini-program was built for http://127.0.0.1:${port}; DevTools' copy still expects ${SERVICE_PORT}.`,
  )
  return out
}
