import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import COS from 'cos-nodejs-sdk-v5'
import { type Emulator, startEmulator } from '../../src/index.js'
import { CloudClient, fileIdOf } from '../cloud/cloud-client.js'
import { WechatClient } from '../wechat/wechat-client.js'

let emulator: Emulator
let wechat: WechatClient

beforeEach(async () => {
  emulator = await startEmulator()
  wechat = new WechatClient(emulator.wechat)
})
afterEach(() => emulator.close())

const control = (method: string, path: string, body?: string, contentType = 'application/json') =>
  fetch(emulator.control.endpoint + path, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'Content-Type': contentType } }),
  })
const post = (rule: unknown) => control('POST', '/faults', JSON.stringify(rule))
const busyWechat = { service: 'wechat', fault: { code: '-1' }, times: 1 }

describe('a fault rule over HTTP', () => {
  it('is switched on, listed with what it met, and switched off', async () => {
    const created = await post(busyWechat)
    const { id } = (await created.json()) as { id: string }
    const answer = await wechat.logIn({ js_code: 'code-li' })
    const listed = await (await control('GET', '/faults')).json()
    const removed = await control('DELETE', `/faults/${id}`)

    expect(created.status).toBe(201)
    expect(answer).toEqual({ status: 200, errcode: -1, errmsg: expect.stringContaining(' rid: ') })
    expect(listed).toEqual([{ id, rule: busyWechat, met: 1, ended: true }])
    expect(removed.status).toBe(204)
    expect(emulator.faults.list()).toEqual([])
  })

  it('is gone with all others after DELETE /faults', async () => {
    await post(busyWechat)
    await post(busyWechat)

    const cleared = await control('DELETE', '/faults')

    expect(cleared.status).toBe(204)
    expect(emulator.faults.list()).toEqual([])
  })

  it.each([
    ['service: Invalid option: expected one of "cos"|"wechat".', { service: 'sts', fault: { stall: true } }],
    ['fault: Invalid input: expected object, received undefined.', { service: 'cos' }],
    ['fault: name at least one fault.', { service: 'cos', fault: {} }],
    ['fault: Unrecognized key: "latency"; fault: name at least one fault.', { service: 'cos', fault: { latency: 5 } }],
    ['fault.latencyMs: Too small: expected number to be >=0.', { service: 'cos', fault: { latencyMs: -1 } }],
    [
      'fault.bandwidthBytesPerSecond: Too small: expected number to be >=1.',
      { service: 'cos', fault: { bandwidthBytesPerSecond: 0 } },
    ],
    [
      'fault.resetAfterBytes: Invalid input: expected int, received number.',
      { service: 'cos', fault: { resetAfterBytes: 0.5 } },
    ],
    ['fault.status: Too big: expected number to be <=599.', { service: 'cos', fault: { status: 600 } }],
    ['fault.stall: Invalid input: expected boolean, received string.', { service: 'cos', fault: { stall: 'yes' } }],
    ['method: write the method in upper case.', { service: 'cos', method: 'put', fault: { stall: true } }],
    ['times: Too small: expected number to be >0.', { service: 'cos', times: 0, fault: { stall: true } }],
    [
      'fault.code: an errcode of WeChat is a whole number, such as "-1" or "40001".',
      { service: 'wechat', fault: { code: 'SlowDown' } },
    ],
    ['rule: Invalid input: expected object, received array.', []],
  ])('is refused when it is wrong: %s', async (sentence, rule) => {
    const response = await post(rule)

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: sentence })
    expect(emulator.faults.list()).toEqual([])
  })

  it('is refused when it is not JSON', async () => {
    const response = await control('POST', '/faults', '{"service":')

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'The body is not JSON.' })
  })

  it('is refused when it is too long', async () => {
    const response = await post({ ...busyWechat, targetContains: 'x'.repeat(70_000) })

    expect(response.status).toBe(413)
  })

  it('is refused as plain text, which a page of any website may send', async () => {
    const response = await control('POST', '/faults', JSON.stringify(busyWechat), 'text/plain')

    expect(response.status).toBe(415)
    expect(emulator.faults.list()).toEqual([])
  })
})

it.each([
  ['DELETE', '/faults/fault-9'],
  ['DELETE', '/faults/'],
  ['DELETE', '/faults/a/b'],
  ['PUT', '/faults'],
  ['GET', '/'],
])('answers %s %s with 404 and a sentence', async (method, path) => {
  const response = await control(method, path)

  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) })
})

describe('injected faults of WeChat', () => {
  it('answer with an errcode, or as a gateway without one', async () => {
    emulator.faults.add({ service: 'wechat', fault: { code: '45011' }, times: 1 })
    emulator.faults.add({ service: 'wechat', fault: { status: 502 }, skip: 1 })

    const refused = await wechat.stableToken()
    const gateway = await fetch(`${emulator.wechat.endpoint}/cgi-bin/token`)

    expect(refused).toMatchObject({ status: 200, errcode: 45011 })
    expect(gateway.status).toBe(502)
    expect(await gateway.text()).toContain('<h1>502</h1>')
  })

  it('end access tokens and login codes, and make stable_token give a new token', async () => {
    const { access_token } = await wechat.stableToken()
    emulator.faults.add({ service: 'wechat', fault: { expireTokens: true } })

    const check = await wechat.checkSession({ access_token, openid: 'oNobody' })
    const login = await wechat.logIn({ js_code: 'code-li' })
    const renewed = await wechat.stableToken()

    expect(check.errcode).toBe(42001)
    expect(login.errcode).toBe(40029)
    expect(renewed.access_token).not.toBe(access_token)
  })

  it('move the clock against which a token is judged', async () => {
    const { access_token } = await wechat.stableToken()
    emulator.faults.add({ service: 'wechat', fault: { clockSkewSeconds: 7_200 }, times: 1 })

    const skewed = await wechat.checkSession({ access_token, openid: 'oNobody' })
    const normal = await wechat.checkSession({ access_token, openid: 'oNobody' })

    expect(skewed.errcode).toBe(42001)
    expect(normal.errcode).toBe(40003)
  })
})

describe('settings over HTTP', () => {
  const patch = (changes: unknown) => control('PATCH', '/settings', JSON.stringify(changes))

  it('are read, changed in part and read again', async () => {
    const before = await (await control('GET', '/settings')).json()
    const changed = await patch({ allowedAddresses: ['203.0.113.7'], openInterface: false })
    const refused = await wechat.stableToken()

    expect(before).toMatchObject({ allowedAddresses: null, openInterface: true, forcedTokenCallsPerDay: 20 })
    expect(changed.status).toBe(200)
    expect(await changed.json()).toEqual({ ...(before as object), ...emulator.settings.get() })
    expect(refused.errcode).toBe(40164)
  })

  it.each([
    ['settings: Unrecognized key: "tokenLife".', { tokenLife: 5 }],
    ['tokenSeconds: Too small: expected number to be >=1.', { tokenSeconds: 0 }],
    ['cosKeySeconds: Too big: expected number to be <=7200.', { cosKeySeconds: 7_201 }],
    ['forcedTokenCallsPerDay: Too small: expected number to be >=0.', { forcedTokenCallsPerDay: -1 }],
    ['allowedAddresses: Invalid input: expected array, received string.', { allowedAddresses: '127.0.0.1' }],
    ['cloudFileAccess: Invalid option: expected one of "creator"|"everybody".', { cloudFileAccess: 'all' }],
    ['filesEndpoint: write an origin without a path.', { filesEndpoint: 'http://127.0.0.1/' }],
    ['openInterfacePaths.0: Invalid string: must start with "/".', { openInterfacePaths: ['_/cos/getauth'] }],
    ['settings: Invalid input: expected object, received array.', []],
  ])('are refused when they are wrong: %s', async (sentence, changes) => {
    const before = emulator.settings.get()

    const response = await patch(changes)

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: sentence })
    expect(emulator.settings.get()).toEqual(before)
  })

  it('are refused as plain text, which a page of any website may send', async () => {
    const response = await control('PATCH', '/settings', '{"openInterface":false}', 'text/plain')

    expect(response.status).toBe(415)
    expect(emulator.settings.get().openInterface).toBe(true)
  })
})

describe('objects over HTTP', () => {
  it('are those of the bucket that is named', async () => {
    const cloud = new CloudClient(emulator)
    await cloud.upload('a.jpg', 'bytes')
    await cloud.upload('b.jpg', 'bytes')
    const keys = async (query: string) => {
      const objects = (await (await control('GET', `/objects${query}`)).json()) as { key: string }[]
      return objects.map(({ key }) => key)
    }

    expect(await keys('')).toEqual([])
    expect(await keys(`?bucket=${emulator.cloud.bucket}`)).toEqual(['a.jpg', 'b.jpg'])
    expect(await keys(`?bucket=${emulator.cloud.bucket}&prefix=b`)).toEqual(['b.jpg'])
  })

  it('of a bucket that is not there are refused with 404 and the names of those that are', async () => {
    const response = await control('GET', '/objects?bucket=other-1')

    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: expect.stringContaining(emulator.cloud.bucket) })
  })
})

describe('unfinished uploads over HTTP', () => {
  it('are listed with what has arrived, until they are completed or aborted', async () => {
    const { endpoint, bucket, region, secretId, secretKey } = emulator.cos
    const domain = { Domain: new URL(endpoint).host, Protocol: 'http:' as const }
    const cos = new COS({ SecretId: secretId, SecretKey: secretKey, ...domain })
    const place = { Bucket: bucket, Region: region, Key: 'incoming/a.jpg' }
    const { UploadId } = await cos.multipartInit(place)
    await cos.multipartUpload({ ...place, UploadId, PartNumber: 1, Body: Buffer.from('bytes') })
    const uploads = async (query = '') => (await control('GET', `/uploads${query}`)).json()

    expect(await uploads()).toEqual([
      { key: 'incoming/a.jpg', uploadId: UploadId, parts: [{ partNumber: 1, byteLength: 5 }] },
    ])
    expect(await uploads('?prefix=photos/')).toEqual([])
    expect(await uploads(`?bucket=${emulator.cloud.bucket}`)).toEqual([])
    await cos.multipartAbort({ ...place, UploadId })
    expect(await uploads()).toEqual([])
  })
})

describe('cloud files over HTTP', () => {
  const resolve = (body: unknown) => control('POST', '/cloud-files', JSON.stringify(body))
  const upload = async (openid: string, path: string) => {
    const cloud = new CloudClient(emulator)
    const { bucket } = emulator.cloud
    const { respdata } = await cloud.open('/_/cos/metaid/encode', { openid, bucket, paths: [path] })
    const link = await cloud.tcb('uploadfile', { path })
    const fields = { 'x-cos-meta-fileid': respdata.x_cos_meta_field_strs[0] ?? '' }
    await cloud.post(link, { key: path, content: `bytes of ${openid}`, fields })
    return link.file_id
  }

  it('are what the mini-program of one person may read, each by itself', async () => {
    const own = await upload('oXiaoming', '相册/own.jpg')
    const others = await upload('oXiaohong', 'others.jpg')
    const { fileId: administrators } = await new CloudClient(emulator).upload('administrators.jpg', 'bytes')
    const missing = fileIdOf(emulator.cloud, 'none.jpg')
    const fileIds = [own, others, administrators, missing, 'cloud://other.7068-other-1/a.jpg', 'https://a/b.jpg']

    const response = await resolve({ openid: 'oXiaoming', fileIds })

    const { files } = (await response.json()) as { files: { fileId: string; url?: string }[] }
    expect(response.status).toBe(200)
    expect(files).toEqual([
      { fileId: own, url: expect.stringContaining(`${emulator.cloud.filesEndpoint}/`) },
      { fileId: others, error: 'STORAGE_EXCEED_AUTHORITY' },
      { fileId: administrators, error: 'STORAGE_EXCEED_AUTHORITY' },
      { fileId: missing, error: 'STORAGE_FILE_NONEXIST' },
      { fileId: 'cloud://other.7068-other-1/a.jpg', error: 'INVALID_FILE_ID' },
      { fileId: 'https://a/b.jpg', error: 'INVALID_FILE_ID' },
    ])
    expect(await (await fetch(files[0]?.url ?? '')).text()).toBe('bytes of oXiaoming')
  })

  it("are everybody's where the settings say so", async () => {
    emulator.settings.change({ cloudFileAccess: 'everybody' })
    const fileId = await upload('oXiaohong', 'others.jpg')

    const response = await resolve({ openid: 'oXiaoming', fileIds: [fileId] })

    expect(await response.json()).toEqual({ files: [{ fileId, url: expect.stringContaining('/others.jpg?') }] })
  })

  it.each([
    [{ fileIds: [] }],
    [{ openid: 5, fileIds: [] }],
    [{ openid: 'oA', fileIds: 'cloud://a' }],
    [{ openid: 'oA', fileIds: [5] }],
    [{ openid: 'oA', fileIds: Array.from({ length: 51 }, () => 'cloud://a') }],
    [null],
  ])('are refused when the question is wrong (%#)', async (body) => {
    const response = await resolve(body)

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) })
  })
})
