import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { CosAccess } from '../../src/index.js'
import { filePart, formBody, policyFields } from './form-upload.js'
import { keyTimeAt, sign } from './raw-request.js'

const DIST = join(__dirname, '../../dist/index.js')
const GIGABYTE = 1_000_000_000
/** Enough to show whether a form is kept in memory. */
const FORM_BYTES = 300_000_000
const CHUNK = Buffer.alloc(1_000_000)
const LIMIT_BYTES = 100_000_000
/** It takes 5 s on two idle cores; others may use them as well. */
const TIMEOUT_MS = 120_000

interface Report {
  cos: CosAccess
  maxRssBytes: number
}

let folder: string
let child: ChildProcess
let started: Report

beforeAll(async () => {
  if (!existsSync(DIST)) throw new Error(`${DIST} is missing: build the package before its tests.`)
  folder = await mkdtemp(join(tmpdir(), 'photolift-large-'))
  child = fork(join(__dirname, 'emulator-process.mjs'), [folder], { execArgv: [] })
  started = await nextReport()
})

afterAll(async () => {
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
  await rm(folder, { recursive: true })
})

it(
  'takes 1 GB in by PUT and gives it out with less than 100 MB of memory',
  async () => {
    const put = await send({ method: 'PUT', target: '/large.bin', byteLength: GIGABYTE, body: zeros(GIGABYTE) })
    put.resume()
    const got = await send({ method: 'GET', target: '/large.bin' })
    let byteLength = 0
    for await (const chunk of got) byteLength += chunk.length

    expect(put.statusCode).toBe(200)
    expect(put.headers['etag']).toBe('"e37115d4da0e187130ab645dee4f14ed"')
    expect(byteLength).toBe(GIGABYTE)
    expect(await memoryGrowth()).toBeLessThan(LIMIT_BYTES)
  },
  TIMEOUT_MS,
)

it(
  'takes a form of 300 MB in with less than 100 MB of memory',
  async () => {
    const { cos } = started
    const key = { secretId: cos.secretId, secretKey: cos.secretKey }
    const conditions = [{ bucket: cos.bucket }, { 'q-sign-algorithm': 'sha1' }, { 'q-ak': cos.secretId }]
    const keyTime = keyTimeAt(Date.now())
    const fields = policyFields(Date.now(), {
      key,
      keyTime,
      fields: { key: 'form.bin' },
      conditions: [...conditions, { 'q-sign-time': keyTime }, ['content-length-range', FORM_BYTES, FORM_BYTES]],
    })
    // The form around a file of one byte, which the large one takes the place of.
    const form = formBody([...fields, filePart('#')])
    const fileAt = form.lastIndexOf('#')
    async function* body() {
      yield form.subarray(0, fileAt)
      yield* zeros(FORM_BYTES)
      yield form.subarray(fileAt + 1)
    }

    const posted = await send({
      method: 'POST',
      target: '/',
      byteLength: form.length - 1 + FORM_BYTES,
      headers: { 'Content-Type': 'multipart/form-data; boundary=----photolift-test-boundary' },
      body: body(),
    })
    posted.resume()

    expect(posted.statusCode).toBe(204)
    expect(await memoryGrowth()).toBeLessThan(LIMIT_BYTES)
  },
  TIMEOUT_MS,
)

function* zeros(byteLength: number): Generator<Buffer> {
  for (let sent = 0; sent < byteLength; sent += CHUNK.length) yield CHUNK
}

async function send(options: {
  method: string
  target: string
  byteLength?: number
  headers?: Record<string, string>
  body?: Iterable<Buffer> | AsyncIterable<Buffer>
}): Promise<IncomingMessage> {
  const { method, target, byteLength = 0, headers = {}, body = [] } = options
  const { endpoint, secretId, secretKey } = started.cos
  const authorization = sign({ method, target }, { key: { secretId, secretKey }, keyTime: keyTimeAt(Date.now()) })
  const request = httpRequest(`${endpoint}${target}`, {
    method,
    headers: { ...headers, 'Content-Length': byteLength, Authorization: authorization },
  })
  const response = once(request, 'response')
  await pipeline(Readable.from(body), request)
  const [message] = await response
  return message
}

/** How far the process's peak has grown since it started. */
async function memoryGrowth(): Promise<number> {
  const report = nextReport()
  child.send('report')
  return (await report).maxRssBytes - started.maxRssBytes
}

async function nextReport(): Promise<Report> {
  const [report] = await once(child, 'message')
  return report
}
