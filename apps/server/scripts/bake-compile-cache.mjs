import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Starts and stops the service beside this file once, so that Node writes the compile cache that `NODE_COMPILE_CACHE` names. The
 * settings are made up: nothing answers at the addresses, and MySQL's driver is among what gets compiled.
 */
if (!process.env.NODE_COMPILE_CACHE) throw new Error('Set NODE_COMPILE_CACHE to the folder that is to be filled.')

const nowhere = '127.0.0.1:9'
const service = spawn(process.execPath, [join(import.meta.dirname, 'main.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    JWT_SECRET: randomBytes(32).toString('hex'),
    DATABASE_URL: `mysql://nobody@${nowhere}/nothing`,
    COS_BUCKET: 'nothing-1250000000',
    COS_REGION: 'ap-guangzhou',
    COS_ENDPOINT: `http://${nowhere}`,
    COS_SECRET_ID: 'none',
    COS_SECRET_KEY: 'none',
    WECHAT_APPID: 'wx0',
    WECHAT_SECRET: 'none',
    WECHAT_API_BASE_URL: `http://${nowhere}`,
  },
})
const exited = once(service, 'exit')

for await (const line of createInterface({ input: service.stdout })) {
  const { msg, url } = JSON.parse(line)
  if (msg !== 'listening') continue
  const answer = await fetch(`${url}/healthz`)
  if (answer.status !== 200) throw new Error(`/healthz answered ${answer.status}`)
  service.kill('SIGTERM')
}
const [exitCode] = await exited
if (exitCode !== 0) throw new Error(`The service ended with ${exitCode}.`)
