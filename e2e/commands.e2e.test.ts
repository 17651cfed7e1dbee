import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals'
import { launchBrowser } from '@photolift/dev-stack/browser'
import type { Browser } from 'playwright-core'
import { Command, stillRunning } from './world/command.js'

jest.setTimeout(120_000)

const URL_LINE = /^http:\/\/127\.0\.0\.1:\d+\n$/

let browser: Browser
let dataFolder: string
let command: Command | undefined

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'photolift-start-'))
})
afterEach(async () => {
  await command?.interrupt()
  await rm(dataFolder, { recursive: true, force: true })
})

it('start prints one URL, shows the mini-program there, and Ctrl-C leaves nothing behind', async () => {
  command = new Command(['scripts/start.mjs', '--data', dataFolder])
  await command.wrote('stderr', /Ctrl-C stops everything/)
  expect(command.stdout).toMatch(URL_LINE)

  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
  await page.goto(command.stdout.trim())
  const phone = page.frameLocator('iframe[title=phone]')
  await phone.getByRole('button', { name: '选择照片' }).click()
  await phone.getByRole('button', { name: 'lake.webp' }).click()
  await phone.getByRole('button', { name: '完成 (1/20)' }).click()
  await phone.getByRole('heading', { name: '1 张照片都存好了' }).waitFor()
  await page.close()

  const started = command.descendants()
  expect(started.length).toBeGreaterThanOrEqual(3)
  expect(await command.interrupt()).toBe(0)
  expect(stillRunning(started)).toEqual([])
})

it('start takes another port where 3000 is taken, says so, and builds the mini-program for that port', async () => {
  const occupant = await occupy(3000)
  try {
    command = new Command(['scripts/start.mjs', '--data', dataFolder])
    const [, port] = await command.wrote('stderr', /Port 3000 is taken; the service listens on (\d+) instead\./)
    await command.wrote('stderr', /Ctrl-C stops everything/)

    const page = await browser.newPage({ viewport: { width: 375, height: 812 } })
    await page.goto(`${command.stdout.trim()}/?bare=1`)
    await page.getByText('我的照片').waitFor()
    await page.getByText('还没有').waitFor()

    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(health.status).toBe(200)
    expect(await command.interrupt()).toBe(0)
  } finally {
    occupant?.close()
  }
})

it('emulator --json prints one line of JSON, and nothing else, on standard output', async () => {
  command = new Command(['scripts/emulator.mjs', '--json'])
  await command.wrote('stdout', /\n/)

  const { cos, wechat } = JSON.parse(command.stdout)
  expect(Object.keys(cos)).toEqual(['endpoint', 'bucket', 'region', 'secretId', 'secretKey'])
  expect(Object.keys(wechat)).toEqual(['endpoint', 'appid', 'secret', 'env', 'official'])
  expect(cos.bucket).toMatch(/-\d+$/)
  expect(await command.interrupt()).toBe(0)
  expect(command.stdout.trim().split('\n')).toHaveLength(1)
})

/** Null where somebody else has the port already, which serves as well. */
async function occupy(port: number): Promise<Server | null> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
