#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.js'
import { PortInUseError } from './loopback-server.js'

const USAGE = 'Usage: photolift-emulator [--json] [--port <number>] [--any-login-code] [--data <folder>]'
/** COS takes the port, the others the next five. */
const MAX_PORT = 65_535 - 5

interface Command extends EmulatorOptions {
  json: boolean
}

const command = readCommand()
if (command) await run(command)

async function run({ json, ...options }: Command): Promise<void> {
  let emulator: Emulator
  try {
    emulator = await startEmulator(options)
  } catch (error) {
    if (error instanceof PortInUseError) {
      return fail(1, `${error.message} Choose another with --port, or leave --port out to take free ones.`)
    }
    const comesFromSystem = error instanceof Error && 'code' in error
    if (comesFromSystem) return fail(1, `The emulator cannot start: ${error.message}`)
    throw error
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close())
  process.stdout.write(json ? `${describeAsJson(emulator)}\n` : describeAsText(emulator))
}

function readCommand(): Command | undefined {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        'any-login-code': { type: 'boolean', default: false },
        data: { type: 'string' },
      },
    })
    const { json, port, data, 'any-login-code': anyLoginCode } = values
    if (!/^\d{1,5}$/.test(port) || Number(port) > MAX_PORT)
      throw new Error(`--port takes 0 to ${MAX_PORT}, not "${port}".`)
    return { json, port: Number(port), anyLoginCode, ...(data === undefined ? {} : { dataFolder: data }) }
  } catch (error) {
    fail(2, `${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    return undefined
  }
}

function fail(exitCode: number, sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = exitCode
}

function describeAsJson({ cos, wechat, openInterface, cloud, control }: Emulator): string {
  return JSON.stringify({ cos, wechat, openInterface, cloud, control })
}

function describeAsText({ cos, wechat, openInterface, cloud, control }: Emulator): string {
  return `The emulator is ready; Ctrl-C stops it.
COS      ${cos.endpoint}  bucket ${cos.bucket}, region ${cos.region}
         SecretId ${cos.secretId}, SecretKey ${cos.secretKey}
WeChat   ${wechat.endpoint}  appid ${wechat.appid}, secret ${wechat.secret}, environment ${wechat.env}
         inside a container ${openInterface.endpoint}
Cloud    ${cloud.endpoint}  bucket ${cloud.bucket}, region ${cloud.region}
         files ${cloud.filesEndpoint}
Control  ${control.endpoint}  /faults, /settings, /objects, /cloud-files
`
}
