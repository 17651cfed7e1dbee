import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { type Emulator, startEmulator } from '../../src/index.js'
import { follows } from '../follows.js'
import { CloudClient, fileIdOf } from './cloud-client.js'

const START_MS = Date.parse('2026-11-20T00:00:00Z')
const PATH = '相册/照片+1.jpg'

let nowMs: number
let emulator: Emulator
let cloud: CloudClient

beforeEach(async () => {
  nowMs = START_MS
  emulator = await startEmulator({ now: () => nowMs })
  cloud = new CloudClient(emulator)
})
afterEach(() => emulator.close())

const stored = () => emulator.objects.list('', { bucket: emulator.cloud.bucket }).map(({ key }) => key)
const download = async (url = '', init: RequestInit = {}) => {
  const response = await fetch(url, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

follows('tcb/batchdownloadfile', { seenOnRealService: 'never' }, () => {
  it('links to the bytes, for each file by itself', async () => {
    const { fileId } = await cloud.upload(PATH, 'bytes of a photo')
    const missing = fileIdOf(emulator.cloud, 'none.jpg')
    const foreign = 'cloud://other-env.7068-other-env-1300000000/a.jpg'

    const answer = await cloud.tcb('batchdownloadfile', {
      file_list: [fileId, missing, foreign].map((fileid) => ({ fileid, max_age: 60 })),
    })

    expect(answer).toMatchObject({ status: 200, errcode: 0, errmsg: 'ok' })
    expect(answer.file_list).toEqual([
      {
        fileid: fileId,
        download_url: expect.stringMatching(`^${emulator.cloud.filesEndpoint}/.*\\?sign=[0-9a-f]{32}&t=\\d{10}$`),
        status: 0,
        errmsg: 'ok',
      },
      { fileid: missing, download_url: '', status: -503003, errmsg: 'storage file not exists' },
      { fileid: foreign, download_url: '', status: -501007, errmsg: 'invalid fileid' },
    ])
    expect((await download(answer.file_list[0]?.download_url)).text).toBe('bytes of a photo')
  })

  it('links that end with max_age', async () => {
    const { fileId } = await cloud.upload(PATH, 'bytes')
    const link = await cloud.link(fileId, 60)

    nowMs += 59_999
    const inTime = await download(link?.download_url)
    nowMs += 1
    const late = await download(link?.download_url)

    expect([inTime.status, late.status]).toEqual([200, 403])
    expect(late.text).toContain('<Code>AccessDenied</Code>')
  })

  it('links that name an ETag, ranges and conditions', async () => {
    const { fileId } = await cloud.upload(PATH, 'bytes of a photo')
    const url = (await cloud.link(fileId))?.download_url
    const etag = `"${createHash('md5').update('bytes of a photo').digest('hex')}"`

    const part = await download(url, { headers: { Range: 'bytes=6-', 'If-Match': etag } })
    const behind = await download(url, { headers: { Range: 'bytes=16-' } })
    const changed = await download(url, { headers: { Range: 'bytes=6-', 'If-Match': '"other"' } })
    const head = await download(url, { method: 'HEAD' })

    expect([part.status, part.headers.get('content-range'), part.text]).toEqual([206, 'bytes 6-15/16', 'of a photo'])
    expect([part.headers.get('etag'), head.headers.get('etag')]).toEqual([etag, etag])
    expect([behind.status, changed.status]).toEqual([416, 412])
    expect([head.status, head.headers.get('content-length'), head.text]).toEqual([200, '16', ''])
  })

  it.each([
    ['another file', (url: string) => url.replace('a.jpg', 'b.jpg')],
    ['a later end', (url: string) => url.replace(/t=\d+/, 't=4102444800')],
    ['no signature', (url: string) => url.replace(/\?.*/, '')],
    ['no end', (url: string) => url.replace(/&t=.*/, '')],
  ])('links that open nothing with %s', async (_attempt, change) => {
    await cloud.upload('b.jpg', 'other')
    const { fileId } = await cloud.upload('a.jpg', 'bytes')
    const url = (await cloud.link(fileId))?.download_url ?? ''

    const answer = await download(change(url))

    expect(answer.status).toBe(403)
  })

  it('links that outlive their file give 404', async () => {
    const { fileId } = await cloud.upload('a.jpg', 'bytes')
    const link = await cloud.link(fileId)
    await cloud.tcb('batchdeletefile', { fileid_list: [fileId] })

    const answer = await download(link?.download_url)

    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code>')])
  })

  it('opens files without a signature where everybody may read them', async () => {
    await cloud.upload('a.jpg', 'bytes')
    emulator.settings.change({ cloudFileAccess: 'everybody' })

    const answer = await download(`${emulator.cloud.filesEndpoint}/a.jpg`)

    expect([answer.status, answer.text]).toEqual([200, 'bytes'])
  })

  it('breaks off where a fault cuts the answer, and goes on by range', async () => {
    const { fileId } = await cloud.upload('a.jpg', 'bytes of a photo')
    const url = (await cloud.link(fileId))?.download_url ?? ''
    emulator.faults.add({ service: 'cos', method: 'GET', fault: { cutAnswerAfterBytes: 5 }, times: 1 })

    const broken = await fetch(url)
    const received: Uint8Array[] = []
    const reading = async () => {
      for await (const chunk of broken.body ?? []) received.push(chunk as Uint8Array)
    }
    await expect(reading()).rejects.toThrow('terminated')
    const rest = await download(url, { headers: { Range: 'bytes=5-' } })

    expect(Buffer.concat(received).toString() + rest.text).toBe('bytes of a photo')
  })
})

follows('tcb/batchdeletefile', { seenOnRealService: 'never' }, () => {
  it('deletes each file by itself', async () => {
    const { fileId } = await cloud.upload(PATH, 'bytes')
    await cloud.upload('kept.jpg', 'bytes')
    const missing = fileIdOf(emulator.cloud, 'none.jpg')

    const answer = await cloud.tcb('batchdeletefile', { fileid_list: [fileId, missing, 'a.jpg'] })

    expect(answer).toMatchObject({ status: 200, errcode: 0 })
    expect(answer.delete_list).toEqual([
      { fileid: fileId, status: 0, errmsg: 'ok' },
      { fileid: missing, status: -503003, errmsg: 'storage file not exists' },
      { fileid: 'a.jpg', status: -501007, errmsg: 'invalid fileid' },
    ])
    expect(stored()).toEqual(['kept.jpg'])
  })
})

follows('x-cos-meta-fileid', { seenOnRealService: 'never' }, () => {
  const metaIds = async (paths: string[], fields = {}) => {
    const { bucket } = emulator.cloud
    const answer = await cloud.open('/_/cos/metaid/encode', { openid: 'oXiaoming', bucket, paths, ...fields })
    return answer.respdata.x_cos_meta_field_strs
  }
  /** Stores `a.jpg` with a meta id, through COS itself. */
  const put = async (metaId: string | undefined) => {
    const { TmpSecretId, TmpSecretKey, Token } = await cloud.getauth()
    const { endpoint, bucket: Bucket, region: Region } = emulator.cloud
    const cos = new COS({
      SecretId: TmpSecretId,
      SecretKey: TmpSecretKey,
      SecurityToken: Token,
      Domain: new URL(endpoint).host,
      Protocol: 'http:',
    })
    const Headers = metaId === undefined ? {} : { 'x-cos-meta-fileid': metaId }
    await cos.putObject({ Bucket, Region, Key: 'a.jpg', Body: 'bytes', Headers })
  }
  beforeEach(() => {
    // The SDK signs by its own clock.
    nowMs = Date.now()
  })
  const outcomes = async () => {
    const fileId = fileIdOf(emulator.cloud, 'a.jpg')
    const link = await cloud.link(fileId)
    const response = await fetch(`${emulator.control.endpoint}/cloud-files`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ openid: 'oXiaoming', fileIds: [fileId] }),
    })
    const { files } = (await response.json()) as { files: { url?: string; error?: string }[] }
    return { status: link?.status, error: files[0]?.error }
  }

  it.each([['a.jpg'], ['/a.jpg']])('that states the path as %s makes the file readable by its id', async (path) => {
    const [metaId] = await metaIds([path])
    await put(metaId)

    expect(await outcomes()).toEqual({ status: 0, error: undefined })
  })

  it('that is missing makes it unreadable for everybody', async () => {
    await put(undefined)

    expect(await outcomes()).toEqual({ status: -503002, error: 'STORAGE_EXCEED_AUTHORITY' })
  })

  it.each([
    ['of another path', async () => (await metaIds(['b.jpg']))[0]],
    ['of another bucket', async () => (await metaIds(['a.jpg'], { bucket: 'photolift-1250000000' }))[0]],
    ['that was changed', async () => `AAAA${(await metaIds(['a.jpg']))[0]?.slice(4)}`],
    ['that nobody signed', async () => Buffer.from('["oXiaoming"]').toString('base64')],
  ])('%s makes it unreadable for everybody', async (_attempt, metaId) => {
    await put(await metaId())

    expect(await outcomes()).toEqual({ status: -503002, error: 'STORAGE_EXCEED_AUTHORITY' })
  })

  it('of another person makes it readable for the administrator alone', async () => {
    await put((await metaIds(['a.jpg'], { openid: 'oXiaohong' }))[0])

    expect(await outcomes()).toEqual({ status: 0, error: 'STORAGE_EXCEED_AUTHORITY' })
  })

  it('that is missing hides a file even where everybody may read, and lets the administrator delete it', async () => {
    emulator.settings.change({ cloudFileAccess: 'everybody' })
    await put(undefined)
    const open = await fetch(`${emulator.cloud.filesEndpoint}/a.jpg`)

    const deleted = await cloud.tcb('batchdeletefile', { fileid_list: [fileIdOf(emulator.cloud, 'a.jpg')] })

    expect(open.status).toBe(403)
    expect(deleted.delete_list[0]?.status).toBe(0)
    expect(stored()).toEqual([])
  })
})
