import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { ReadRequest } from '@photolift/cos'
import { downloadFile } from './download-file.js'

const content = Buffer.from('0123456789'.repeat(1_000))
const md5 = createHash('md5').update(content).digest('hex')
const FILE_ID = 'cos://photos-1250000000/a.bin'

let folder: string
let target: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photolift-download-'))
  target = join(folder, 'a.bin')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A storage with one object, whose connection ends after some bytes as often as `cuts` says. */
class OneObject {
  readonly requests: ReadRequest[] = []
  etag = md5

  constructor(private readonly cuts: number[] = []) {}

  async read(request: ReadRequest) {
    this.requests.push(request)
    if (request.ifMatch !== undefined && request.ifMatch !== this.etag) {
      throw new AppError('FILE_DAMAGED', 'another object than ifMatch')
    }
    const rest = content.subarray(request.start ?? 0)
    const cut = this.cuts.shift()
    const body = Readable.from(
      (async function* (): AsyncGenerator<Buffer> {
        yield rest.subarray(0, cut)
        if (cut !== undefined) throw new AppError('STORAGE_UNAVAILABLE', 'the connection broke')
      })(),
    )
    return { byteLength: content.length, etag: this.etag, contentType: 'application/octet-stream', body }
  }
}

function download(store: OneObject, more: { md5?: string; signal?: AbortSignal } = {}) {
  const { signal = new AbortController().signal } = more
  return downloadFile({ key: 'a.bin', fileId: FILE_ID, target, md5: more.md5 }, { store, signal })
}

describe('a download', () => {
  it('goes on where the connection broke, with the condition that it is the same object', async () => {
    const store = new OneObject([4_000, 1_000])

    await expect(download(store)).resolves.toBe('downloaded')

    expect(store.requests.map(({ start, ifMatch }) => [start, ifMatch])).toEqual([
      [0, undefined],
      [4_000, md5],
      [5_000, md5],
    ])
    expect(await readFile(target)).toEqual(content)
    expect(await readdir(folder)).toEqual(['a.bin'])
  })

  it('survives a connection that breaks before anybody reads', async () => {
    const store = new OneObject()
    const read = (request: ReadRequest) => store.read(request)
    const breakAtOnce = async (request: ReadRequest) => {
      const object = await read(request)
      // As a store's bodies have it: an error waits for whoever reads.
      object.body.on('error', () => {})
      object.body.destroy(new AppError('STORAGE_UNAVAILABLE', 'the connection broke'))
      return object
    }
    const reads = [breakAtOnce, read]

    await expect(
      downloadFile(
        { key: 'a.bin', fileId: FILE_ID, target },
        { store: { read: (request) => (reads.shift() ?? read)(request) }, signal: new AbortController().signal },
      ),
    ).resolves.toBe('downloaded')
    expect(await readFile(target)).toEqual(content)
  })

  it('goes on where another run ended', async () => {
    await writeFile(`${target}.part`, content.subarray(0, 2_500))
    await writeFile(`${target}.part.json`, JSON.stringify({ fileId: FILE_ID, etag: md5, byteLength: content.length }))
    const store = new OneObject()

    await download(store)

    expect(store.requests.map(({ start }) => start)).toEqual([2_500])
    expect(await readFile(target)).toEqual(content)
  })

  it.each<[string, object]>([
    ['of another file', { fileId: 'cos://other/b.bin', etag: md5, byteLength: content.length }],
    ['of what was there before', { fileId: FILE_ID, etag: 'f'.repeat(32), byteLength: content.length }],
    ['without a description', {}],
  ])('begins anew where the part is %s', async (_, partOf) => {
    await writeFile(`${target}.part`, 'other bytes')
    await writeFile(`${target}.part.json`, JSON.stringify(partOf))

    await download(new OneObject())

    expect(await readFile(target)).toEqual(content)
  })

  it('that brings other bytes gets no name', async () => {
    const store = new OneObject()
    const abort = new AbortController()
    store.etag = 'a'.repeat(32)
    const reasons: string[] = []
    const done = downloadFile(
      { key: 'a.bin', fileId: FILE_ID, target },
      {
        store,
        signal: abort.signal,
        onRetry: (reason) => {
          reasons.push(reason)
          abort.abort()
        },
      },
    )

    await expect(done).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(reasons).toEqual([expect.stringMatching(/^FILE_DAMAGED/)])
    expect(await readdir(folder)).toEqual([])
  })

  it('of a part whose bytes were changed on the disk is noticed', async () => {
    await writeFile(`${target}.part`, Buffer.alloc(2_500, 'x'))
    await writeFile(`${target}.part.json`, JSON.stringify({ fileId: FILE_ID, etag: md5, byteLength: content.length }))
    const store = new OneObject()

    await download(store)

    expect(store.requests.map(({ start }) => start)).toEqual([2_500, 0])
    expect(await readFile(target)).toEqual(content)
  })

  it('is not made of what is here already', async () => {
    await writeFile(target, content)
    const store = new OneObject()

    await expect(download(store, { md5 })).resolves.toBe('skipped')
    expect(store.requests).toEqual([])
    await expect(download(store)).resolves.toBe('skipped')
  })

  it('leaves another file of its name alone', async () => {
    await writeFile(target, 'mine')

    await expect(download(new OneObject())).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(await readFile(target, 'utf8')).toBe('mine')
  })

  it('leaves a file alone that somebody else has named like its part', async () => {
    await writeFile(`${target}.part`, 'mine')

    await expect(download(new OneObject())).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })

    expect(await readFile(`${target}.part`, 'utf8')).toBe('mine')
    expect(await readdir(folder)).toEqual(['a.bin.part'])
  })

  it('into a folder that cannot be made says so', async () => {
    await writeFile(join(folder, 'file'), '')
    target = join(folder, 'file', 'a.bin')

    await expect(download(new OneObject())).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('the target cannot be written'),
    })
  })

  it('of nothing is FILE_NOT_FOUND', async () => {
    const store = { read: () => Promise.resolve(undefined) }
    const { signal } = new AbortController()

    await expect(downloadFile({ key: 'k', fileId: 'f', target }, { store, signal })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
  })
})
