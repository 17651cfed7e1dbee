import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { type CosAccess, type Emulator, startEmulator } from '@photolift/emulator'
import { type Preview, startPreview } from '@photolift/preview'
import type { Browser, Page } from 'playwright-core'

/** Tencent's mini-program SDK, byte for byte as it is published. */
const SDK_FILE = require.resolve('cos-wx-sdk-v5/dist/cos-wx-sdk-v5.min.js')

const PAGE_WXML = `
<input class="path" bindinput="onPath" />
<button class="post" data-call="postObject" bindtap="onTap">postObject</button>
<button class="put" data-call="uploadFile" bindtap="onTap">uploadFile</button>
<button class="slice" data-call="sliceUploadFile" bindtap="onTap">sliceUploadFile</button>
<view class="outcome">{{outcome}}</view>
`

/** A mini-program of one page that uploads the file whose path is typed in, by the call whose button is tapped. */
const pageJs = ({ endpoint, bucket, region, secretId, secretKey }: CosAccess) => `
const COS = require('../../cos-wx-sdk-v5.min.js')
const cos = new COS({
  SecretId: ${JSON.stringify(secretId)},
  SecretKey: ${JSON.stringify(secretKey)},
  // Unlike its siblings, this SDK knows no Protocol: what is not https stands in the domain.
  Domain: ${JSON.stringify(endpoint)},
  ChunkRetryTimes: 0,
})
Page({
  data: { outcome: '' },
  onPath(event) {
    this.path = event.detail.value
  },
  onTap(event) {
    const call = event.currentTarget.dataset.call
    const loaded = []
    cos[call](
      {
        Bucket: ${JSON.stringify(bucket)},
        Region: ${JSON.stringify(region)},
        Key: '照片/' + call + '.jpg',
        FilePath: this.path,
        SliceSize: 50000000,
        ChunkSize: 1048576,
        onProgress: (progress) => loaded.push(progress.loaded),
      },
      (error, result) => {
        const outcome = error ? { error } : { statusCode: result.statusCode, etag: result.ETag, last: loaded[loaded.length - 1] }
        this.setData({ outcome: JSON.stringify(outcome) })
      },
    )
  },
})
`

jest.setTimeout(30_000)

let folder: string
let emulator: Emulator
let preview: Preview
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  emulator = await startEmulator()
  folder = await mkdtemp(join(tmpdir(), 'cos-wx-sdk-'))
  await mkdir(join(folder, 'pages/upload'), { recursive: true })
  await writeFile(join(folder, 'app.json'), JSON.stringify({ pages: ['pages/upload/index'] }))
  await writeFile(join(folder, 'app.js'), 'App({})')
  await writeFile(join(folder, 'pages/upload/index.json'), '{}')
  await writeFile(join(folder, 'pages/upload/index.wxml'), PAGE_WXML)
  await writeFile(join(folder, 'pages/upload/index.js'), pageJs(emulator.cos))
  await copyFile(SDK_FILE, join(folder, 'cos-wx-sdk-v5.min.js'))
  preview = await startPreview({ appFolder: folder })
  page = await browser.newPage()
  await page.goto(`${preview.url}/?bare=1`)
  await page.locator('.path, [role=alert]').first().waitFor()
})
afterEach(async () => {
  await page.close()
  await preview.close()
  await emulator.close()
  await rm(folder, { recursive: true, force: true })
})

/** What the page shows: the SDK's error, or what it says about the stored object and the last progress. */
interface Outcome {
  error?: unknown
  statusCode?: number
  etag?: string
  last?: number
}

async function upload(button: string, byteLength: number): Promise<Outcome> {
  expect(await page.evaluate(() => window.preview.errors)).toEqual([])
  const path = await page.evaluate(
    (length) => window.preview.addFile(new Blob([new Uint8Array(length)], { type: 'image/jpeg' }), 'photo.jpg'),
    byteLength,
  )
  await page.locator('.path').locator('input').fill(path)
  await page.locator(`.${button}`).click()
  const outcome = page.locator('.outcome', { hasText: '{' })
  await outcome.waitFor()
  expect(await page.evaluate(() => window.preview.errors)).toEqual([])
  return JSON.parse((await outcome.textContent()) ?? '') as Outcome
}

const etagOfZeros = (byteLength: number) => createHash('md5').update(Buffer.alloc(byteLength)).digest('hex')

describe("cos-wx-sdk-v5 on the preview's wx, unmodified", () => {
  it('uploads a file by postObject, which is a form through wx.uploadFile', async () => {
    const outcome = await upload('post', 300_000)

    // Progress counts the whole form, fields included.
    expect(outcome).toMatchObject({ statusCode: 200, last: expect.any(Number) })
    expect(outcome.last).toBeGreaterThan(300_000)
    expect(emulator.objects.list()).toMatchObject([
      { key: '照片/postObject.jpg', byteLength: 300_000, etag: etagOfZeros(300_000) },
    ])
  })

  it('uploads a file by uploadFile, which takes the simple way for a small one', async () => {
    await upload('put', 300_000)

    expect(emulator.objects.list()).toMatchObject([
      { key: '照片/uploadFile.jpg', byteLength: 300_000, etag: etagOfZeros(300_000) },
    ])
  })

  it('uploads a larger file in parts by sliceUploadFile', async () => {
    const outcome = await upload('slice', 2_500_000)

    expect(outcome).toMatchObject({ statusCode: 200, etag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/) })
    expect(emulator.objects.list()).toMatchObject([{ key: '照片/sliceUploadFile.jpg', byteLength: 2_500_000 }])
  })
})
