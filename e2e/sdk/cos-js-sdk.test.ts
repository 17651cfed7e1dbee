import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { launchBrowser } from '@photolift/dev-stack/browser'
import { type Emulator, startEmulator } from '@photolift/emulator'
import type CosSdk from 'cos-js-sdk-v5'
import type { Browser, Page } from 'playwright-core'

/** Tencent's browser SDK, byte for byte as it is published. */
const SDK_FILE = require.resolve('cos-js-sdk-v5/dist/cos-js-sdk-v5.min.js')

declare global {
  interface Window {
    COS: typeof CosSdk
  }
}

jest.setTimeout(30_000)

let browser: Browser
let site: Server
let origin: string
let emulator: Emulator
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  site = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html>'))
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser.close()
  site.close()
})
beforeEach(async () => {
  emulator = await startEmulator()
  page = await browser.newPage()
  await page.goto(origin)
  await page.addScriptTag({ path: SDK_FILE })
})
afterEach(async () => {
  await page.close()
  await emulator.close()
})

/** Lets a web page's origin use the bucket, by a call that is signed with the SDK's own signer. */
async function allowOrigin(allowedOrigin: string): Promise<void> {
  const authorization = await page.evaluate(
    ({ secretId, secretKey }) =>
      window.COS.getAuthorization({
        SecretId: secretId,
        SecretKey: secretKey,
        Method: 'PUT',
        Key: '',
        Query: { cors: '' },
      }),
    emulator.cos,
  )
  const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].map((method) => `<AllowedMethod>${method}</AllowedMethod>`)
  const exposed = ['ETag', 'x-cos-request-id'].map((name) => `<ExposeHeader>${name}</ExposeHeader>`)
  const rule = `<AllowedOrigin>${allowedOrigin}</AllowedOrigin>${methods.join('')}<AllowedHeader>*</AllowedHeader>${exposed.join('')}`
  const body = `<CORSConfiguration><CORSRule>${rule}</CORSRule></CORSConfiguration>`
  const contentMd5 = createHash('md5').update(body).digest('base64')
  const response = await fetch(`${emulator.cos.endpoint}/?cors`, {
    method: 'PUT',
    headers: { Authorization: authorization, 'Content-MD5': contentMd5, 'Content-Type': 'application/xml' },
    body,
  })
  if (!response.ok) throw new Error(`CORS rules refused: ${response.status} ${await response.text()}`)
}

type UploadOutcome = { statusCode: number; etag: string; loaded: number[] } | { error: string }

interface PageUpload {
  key: string
  byteLength: number
  sliceBytes: number
}

/** Uploads a file of `byteLength` zeros from the page by `uploadFile`, in parts where it is larger than `sliceBytes`. */
function uploadFromPage(upload: PageUpload): Promise<UploadOutcome> {
  return page.evaluate(
    async ({ cosAccess, key, byteLength, sliceBytes }): Promise<UploadOutcome> => {
      const cos = new window.COS({
        SecretId: cosAccess.secretId,
        SecretKey: cosAccess.secretKey,
        Domain: new URL(cosAccess.endpoint).host,
        Protocol: 'http:',
        ChunkRetryTimes: 0,
      })
      const loaded: number[] = []
      try {
        const result = await cos.uploadFile({
          Bucket: cosAccess.bucket,
          Region: cosAccess.region,
          Key: key,
          Body: new Blob([new Uint8Array(byteLength)], { type: 'image/jpeg' }),
          SliceSize: sliceBytes,
          onProgress: (progress) => loaded.push(progress.loaded),
        })
        return { statusCode: result.statusCode ?? 0, etag: result.ETag, loaded }
      } catch (error) {
        return { error: String((error as { message?: string }).message) }
      }
    },
    { cosAccess: emulator.cos, ...upload },
  )
}

describe('cos-js-sdk-v5 in Chromium, unmodified', () => {
  it('uploads a file in one request, with progress', async () => {
    await allowOrigin(origin)

    const outcome = await uploadFromPage({ key: '照片/a b.jpg', byteLength: 300_000, sliceBytes: 10_000_000 })

    const md5 = createHash('md5').update(Buffer.alloc(300_000)).digest('hex')
    expect(outcome).toMatchObject({ statusCode: 200, etag: `"${md5}"` })
    expect('loaded' in outcome && outcome.loaded.at(-1)).toBe(300_000)
    expect(emulator.objects.list()).toMatchObject([
      { key: '照片/a b.jpg', byteLength: 300_000, etag: md5, contentType: 'image/jpeg' },
    ])
  })

  it('uploads a larger file in parts', async () => {
    await allowOrigin(origin)

    const outcome = await uploadFromPage({ key: 'photos/large.jpg', byteLength: 2_500_000, sliceBytes: 1_000_000 })

    expect(outcome).toMatchObject({ statusCode: 200, etag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/) })
    expect(emulator.objects.list()).toMatchObject([{ key: 'photos/large.jpg', byteLength: 2_500_000 }])
  })

  it.each([
    ['none', undefined],
    ['one for another origin', 'https://h5.example.com'],
  ])('is refused by the browser where the bucket has no CORS rule for its origin: %s', async (_name, allowed) => {
    if (allowed !== undefined) await allowOrigin(allowed)

    const outcome = await uploadFromPage({ key: 'photos/a.jpg', byteLength: 1_000, sliceBytes: 10_000_000 })

    expect(outcome).toEqual({ error: expect.stringMatching(/CORS|network/i) })
    expect(emulator.objects.list()).toEqual([])
  })
})
