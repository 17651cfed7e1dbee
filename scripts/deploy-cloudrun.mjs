import { spawn } from 'node:child_process'
import { dirname, join, relative } from 'node:path'
import { env, execPath, platform } from 'node:process'
import { parseArgs } from 'node:util'
import { assembleContainer } from '../apps/server/scripts/assemble-container.mjs'
import { repositoryFolder } from './turbo.mjs'

const HELP = `Builds the service's container folder and hands it to WeChat's own command line, @wxcloud/cli.

  pnpm deploy:cloudrun --env <environment id> --service <service name> [--appid <appid>] [--dry-run]

  --env       environment of 云托管, such as prod-1a2b3c4d (default: CLOUDRUN_ENV)
  --service   the service's name there (default: photolift)
  --appid     logs @wxcloud/cli in first; the key (console: 设置 → CLI 密钥) comes from WXCLOUD_CLI_KEY
  --dry-run   only assembles the folder, and prints it with the commands`

/** The port that apps/server/Dockerfile exposes. */
const CONTAINER_PORT = 8080

const { values } = parseArgs({
  options: {
    env: { type: 'string', default: env.CLOUDRUN_ENV },
    service: { type: 'string', default: 'photolift' },
    appid: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const cliKey = env.WXCLOUD_CLI_KEY
if (!values.env) fail('Say which environment: --env <environment id>, or CLOUDRUN_ENV.')
if (values.appid !== undefined && !cliKey && !values['dry-run'])
  fail('Set WXCLOUD_CLI_KEY to the key of the console (设置 → CLI 密钥); --appid logs in with it.')

const folder = join(repositoryFolder, '.photolift/container')
await assembleContainer(folder)

if (values['dry-run']) {
  console.log(folder)
  for (const command of commandsWith('$WXCLOUD_CLI_KEY')) console.log(['npx', ...command].map(asTyped).join(' '))
} else {
  console.error(`Assembled ${relative('', folder)}.`)
  for (const command of commandsWith(cliKey)) await run(command)
}

function commandsWith(privateKey) {
  const login = ['login', '--appId', values.appid, '--privateKey', privateKey]
  const place = ['--envId', values.env, '--serviceName', values.service, '--containerPort', String(CONTAINER_PORT)]
  const deploy = ['run:deploy', folder, ...place, '--noConfirm']
  return [...(values.appid === undefined ? [] : [login]), deploy].map((args) => ['--yes', '@wxcloud/cli', ...args])
}

function asTyped(argument) {
  return argument.includes(' ') ? `"${argument}"` : argument
}

/** @wxcloud/cli takes its key as an argument only: it is visible to this machine's other users while the login runs. */
async function run(args) {
  // On Windows npx is a batch file, which needs a shell, and that would read the arguments in its own way: what it starts is the same.
  const [program, ...before] =
    platform === 'win32' ? [execPath, join(dirname(execPath), 'node_modules/npm/bin/npx-cli.js')] : ['npx']
  const child = spawn(program, [...before, ...args], { stdio: 'inherit' })
  const [code, error] = await new Promise((done) => {
    child.once('error', (problem) => done([1, problem]))
    child.once('close', (exitCode) => done([exitCode ?? 1]))
  })
  if (code !== 0) fail(`npx ${args.slice(0, 3).join(' ')} failed${error ? `: ${error.message}` : ''}.`)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
