import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from '@jest/globals'

const STREAM_BYTES = 200_000_000
const GROWTH_MAX_BYTES = 16 * 1024 * 1024

/**
 * Sends and fetches once to warm up, then much; prints by how much the memory in use grew at most, and what went over the wire. In use
 * is what is left after a collection: how much a process holds beside that depends on when the machine lets it collect.
 */
const PROGRAM = `
  import { Readable } from 'node:stream'
  import { createCosObjectStore, createTcbObjectStore } from '@photolift/cos'

  const [kind, endpoint, byteLength] = process.argv.slice(1)
  const bucket = { bucket: 'photos-1250000000', region: 'ap-guangzhou', endpoint }
  const file = { url: endpoint + '/a', cosSessionToken: 't', authorization: 'a', cosFileId: 'i' }
  const cloudFileId = 'cloud://env-1.photos-1250000000/a'
  const storage = {
    uploadLink: async () => ({ ...file, cloudFileId }),
    downloadLinks: async () => [{ cloudFileId, url: endpoint + '/a' }],
  }
  const store =
    kind === 'tcb'
      ? createTcbObjectStore({ storage, cloudEnv: 'env-1', bucket: bucket.bucket })
      : createCosObjectStore(bucket, { secretId: 'id', secretKey: 'key' })

  const chunk = Buffer.alloc(64_000, 1)
  function* chunks(byteLength) {
    for (let left = byteLength; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
  }
  let most = 0
  let unlooked = 0
  function inUse() {
    // The second one ends what the first began to free.
    gc()
    gc()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  function look(byteLength) {
    unlooked += byteLength
    if (unlooked < 20_000_000) return
    unlooked = 0
    most = Math.max(most, inUse())
  }
  async function there(byteLength) {
    const open = () => Readable.from(chunks(byteLength), { objectMode: false })
    await store.write({ key: 'a', open, byteLength, contentType: 'video/mp4', onProgress: () => look(chunk.length) })
  }
  async function back() {
    let read = 0
    for await (const bytes of (await store.read({ key: 'a' })).body) {
      read += bytes.length
      look(bytes.length)
    }
    return read
  }

  await there(1_000_000)
  await back()
  const before = inUse()
  await there(Number(byteLength))
  const read = await back()
  console.log(JSON.stringify({ growth: most - before, read }))
`

let server: Server
let received = 0

/** Takes what comes and keeps nothing; gives 200 MB out of one small buffer. */
beforeAll(async () => {
  const chunk = Buffer.alloc(64_000, 2)
  server = createServer((request, response) => {
    const headers = { 'x-cos-request-id': 'NjM4', etag: '"abc"' }
    if (request.method === 'GET') {
      response.writeHead(200, { ...headers, 'content-length': String(STREAM_BYTES) })
      Readable.from(
        (function* () {
          for (let left = STREAM_BYTES; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
        })(),
        { objectMode: false },
      ).pipe(response)
      return
    }
    request.on('data', (bytes: Buffer) => (received += bytes.length))
    request.on('end', () => response.writeHead(200, headers).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

it.each(['cos', 'tcb'])(
  'storage %s streams 200 MB there and back in a bounded memory',
  async (kind) => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    received = 0

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', '--input-type=module', '--eval', PROGRAM, kind, endpoint, String(STREAM_BYTES)],
      { cwd: join(import.meta.dirname, '..') },
    )

    const { growth, read } = JSON.parse(stdout) as { growth: number; read: number }
    expect(growth).toBeLessThan(GROWTH_MAX_BYTES)
    expect(read).toBe(STREAM_BYTES)
    expect(received).toBeGreaterThan(STREAM_BYTES)
  },
  60_000,
)
