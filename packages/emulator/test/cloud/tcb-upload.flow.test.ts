import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '../../src/index.js'
import { follows } from '../follows.js'
import { CloudClient, fileIdOf } from './cloud-client.js'

const START_MS = Date.parse('2026-11-20T00:00:00Z')
const PATH = '相册/小明 的照片(1)+a&b.jpg'

let nowMs: number
let emulator: Emulator
let cloud: CloudClient

beforeEach(async () => {
  nowMs = START_MS
  emulator = await startEmulator({ now: () => nowMs })
  cloud = new CloudClient(emulator)
})
afterEach(() => emulator.close())

const stored = () => emulator.objects.list('', { bucket: emulator.cloud.bucket })

follows('tcb/uploadfile', { seenOnRealService: 'never' }, () => {
  it('gives a path-style address, a signature of 15 minutes over nothing but the path, and both ids', async () => {
    const link = await cloud.tcb('uploadfile', { path: PATH })

    const { bucket, filesEndpoint } = emulator.cloud
    expect(link).toEqual({
      status: 200,
      errcode: 0,
      errmsg: 'ok',
      url: `${filesEndpoint}/${bucket}/${PATH.split('/').map(encodeURIComponent).join('/').replace('(1)', '%281%29')}`,
      token: expect.stringMatching(/^\S{400,}$/),
      authorization: expect.stringMatching(
        /^q-sign-algorithm=sha1&q-ak=AKID\w+&q-sign-time=(\d+;\d+)&q-key-time=\1&q-header-list=&q-url-param-list=&q-signature=[0-9a-f]{40}$/,
      ),
      file_id: fileIdOf(emulator.cloud, PATH),
      cos_file_id: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    })
    expect(link.authorization).toContain(`q-sign-time=${START_MS / 1000};${START_MS / 1000 + 900}&`)
  })

  it('takes the form that it describes with 204, an ETag and no body', async () => {
    const link = await cloud.tcb('uploadfile', { path: PATH })
    const response = await cloud.post(link, { key: PATH, content: 'bytes' })

    const etag = createHash('md5').update('bytes').digest('hex')
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([204, `"${etag}"`, ''])
    expect(stored()).toMatchObject([{ key: PATH, byteLength: 5, etag, meta: { fileid: link.cos_file_id } }])
    expect(emulator.objects.list()).toEqual([])
  })

  it('answers the form with 200 where it asks for that', async () => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })
    const fields = { success_action_status: '200' }

    const response = await cloud.post(link, { key: 'a.jpg', content: 'bytes', fields })

    expect(response.status).toBe(200)
  })

  it('replaces what the path held', async () => {
    await cloud.upload('a.jpg', 'first')
    await cloud.upload('a.jpg', 'second')

    expect(stored()).toMatchObject([{ key: 'a.jpg', byteLength: 6 }])
  })

  it('takes no form for another key than the path', async () => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })

    const response = await cloud.post(link, { key: 'b.jpg', content: 'bytes' })

    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ])
    expect(stored()).toEqual([])
  })

  it('takes no form at the address of another path', async () => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })
    const elsewhere = { ...link, url: link.url.replace('a.jpg', 'b.jpg') }

    const response = await cloud.post(elsewhere, { key: 'a.jpg', content: 'bytes' })

    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')])
  })

  it.each([
    ['Signature', 403, 'AccessDenied'],
    ['x-cos-security-token', 403, 'InvalidAccessKeyId'],
  ])('takes no form without %s', async (field, status, code) => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })

    const response = await cloud.post(link, { key: 'a.jpg', content: 'bytes', fields: { [field]: '' } })

    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(`<Code>${code}</Code>`)])
    expect(stored()).toEqual([])
  })

  it('takes the form for 15 minutes', async () => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })

    nowMs += 899_000
    const inTime = await cloud.post(link, { key: 'a.jpg', content: 'bytes' })
    nowMs += 1_000
    const late = await cloud.post(link, { key: 'a.jpg', content: 'other bytes' })

    expect([inTime.status, late.status, await late.text()]).toEqual([204, 400, expect.stringContaining('ExpiredToken')])
    expect(stored()).toMatchObject([{ byteLength: 5 }])
  })

  it('gives no key that reads, writes elsewhere or lists', async () => {
    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })
    await cloud.post(link, { key: 'a.jpg', content: 'bytes' })
    const { endpoint, bucket } = emulator.cloud
    const headers = { Authorization: link.authorization, 'x-cos-security-token': link.token }

    const read = await fetch(`${endpoint}/a.jpg`, { headers })
    const written = await fetch(`${emulator.cloud.filesEndpoint}/${bucket}/a.jpg`, {
      method: 'PUT',
      headers,
      body: 'x',
    })

    expect([read.status, written.status]).toEqual([403, 403])
    expect(stored()).toMatchObject([{ byteLength: 5 }])
  })

  it('names the settings own address, such as a slow link in front of it', async () => {
    emulator.settings.change({ filesEndpoint: 'http://127.0.0.1:9' })

    const link = await cloud.tcb('uploadfile', { path: 'a.jpg' })

    expect(link.url).toBe(`http://127.0.0.1:9/${emulator.cloud.bucket}/a.jpg`)
  })
})

follows('tcb/uploadfile, escaped names', { seenOnRealService: 'never' }, () => {
  const escaped = () => `{"env":"${emulator.cloud.env}","path":"a/\\u7167\\u7247.jpg"}`
  const READ = 'a/照片.jpg'
  const TAKEN = 'a/\\u7167\\u7247.jpg'

  it('signs and names the escaped text; the bytes arrive and nobody can fetch them by their id', async () => {
    const link = await cloud.tcb('uploadfile', escaped())
    const posted = await cloud.post(link, { key: READ, content: 'bytes' })
    const byGivenId = await cloud.link(link.file_id)
    const byRightId = await cloud.link(fileIdOf(emulator.cloud, READ))

    expect(link.file_id).toBe(fileIdOf(emulator.cloud, TAKEN))
    expect(posted.status).toBe(204)
    expect(stored().map(({ key }) => key)).toEqual([READ])
    expect([byGivenId?.status, byRightId?.status]).toEqual([-503003, -503002])
  })

  it('stores a wrong name where the form repeats what was signed', async () => {
    const link = await cloud.tcb('uploadfile', escaped())

    await cloud.post(link, { key: TAKEN, content: 'bytes' })

    expect(stored().map(({ key }) => key)).toEqual([TAKEN])
  })

  it('leaves raw characters alone, and a backslash that is one', async () => {
    const raw = await cloud.tcb('uploadfile', { path: READ })
    const backslash = await cloud.tcb('uploadfile', { path: TAKEN })

    expect(raw.file_id).toBe(fileIdOf(emulator.cloud, READ))
    expect(backslash.file_id).toBe(fileIdOf(emulator.cloud, TAKEN))
  })
})
