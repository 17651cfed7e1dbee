import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  type CloudStorageApi,
  type CloudUploadLink,
  createCloudStorageApi,
  createProcessGuard,
  createTokenChannel,
  createWechatTokens,
  type WechatCallLimits,
} from '../src/index.js'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.js'

const CHINESE_PATH = '照片/2026-11-20/小明 (1).jpg'

let emulator: Emulator
let proxy: RecordingProxy
let storage: CloudStorageApi

beforeEach(async () => {
  emulator = await startEmulator()
  proxy = await startRecordingProxy(emulator.wechat.endpoint)
  storage = createStorage()
})
afterEach(async () => {
  proxy.close()
  await emulator.close()
})

describe('a file of the environment', () => {
  it.each(['dir/a.jpg', CHINESE_PATH, '😀.png'])('goes up, is read by its id and goes: %s', async (path) => {
    const link = await storage.uploadLink(path)
    await upload(path, link)
    const { env, bucket } = emulator.cloud
    expect(link.cloudFileId).toBe(`cloud://${env}.${bucket}/${path}`)

    expect(await readBack(link.cloudFileId)).toBe(`bytes of ${path}`)
    expect(await storage.deleteFiles([link.cloudFileId])).toEqual([{ cloudFileId: link.cloudFileId }])
    expect(emulator.objects.list('', { bucket })).toEqual([])
  })

  it('is named in raw UTF-8, without escapes, and its bytes are counted', async () => {
    await storage.uploadLink(CHINESE_PATH)

    const [call] = proxy.callsOf('/tcb/uploadfile')
    const text = `{"env":"${emulator.cloud.env}","path":"${CHINESE_PATH}"}`
    expect(call?.body).toEqual(Buffer.from(text, 'utf8'))
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
    })
  })

  it.each(['', '/a.jpg', 'a//b.jpg', 'a/../b.jpg', `${'照'.repeat(284)}.jpg`, 'a\u0007.jpg', 'a\ud800.jpg'])(
    'is refused under a name that the storage does not take: %j',
    async (path) => {
      await expect(storage.uploadLink(path)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
      expect(proxy.calls).toEqual([])
    },
  )

  it('that is not there is an error of that file alone', async () => {
    const link = await storage.uploadLink('a.jpg')
    await upload('a.jpg', link)
    const missing = link.cloudFileId.replace('a.jpg', 'b.jpg')

    const links = await storage.downloadLinks([missing, link.cloudFileId].map(forAnHour))
    const deletions = await storage.deleteFiles([missing, link.cloudFileId])

    expect(links).toMatchObject([
      { cloudFileId: missing, error: { code: 'FILE_NOT_FOUND', cause: { wechatErrcode: -503003 } } },
      { cloudFileId: link.cloudFileId, url: expect.stringContaining('sign=') },
    ])
    expect(deletions).toEqual([
      { cloudFileId: missing, error: expect.objectContaining({ code: 'FILE_NOT_FOUND' }) },
      { cloudFileId: link.cloudFileId },
    ])
  })

  it('that went up without its meta id cannot be read, and the error tells why', async () => {
    const link = await storage.uploadLink('a.jpg')
    await upload('a.jpg', { ...link, cosFileId: 'something' })

    expect(await storage.downloadLinks([forAnHour(link.cloudFileId)])).toMatchObject([
      { error: { code: 'INTERNAL', cause: { remedy: expect.stringContaining('x-cos-meta-fileid') } } },
    ])
  })

  it('that is no file id is refused without spoiling the others', async () => {
    const link = await storage.uploadLink('a.jpg')
    await upload('a.jpg', link)
    const odd = ['photos/a.jpg', 'cloud://env-without-bucket/a.jpg', 'cloud://env.bucket/', 'cloud://e.b/\ud800.jpg']

    const links = await storage.downloadLinks([...odd, link.cloudFileId].map(forAnHour))

    expect(links).toMatchObject([
      ...odd.map((cloudFileId) => ({ cloudFileId, error: { code: 'REQUEST_INVALID' } })),
      { url: expect.any(String) },
    ])
    expect(JSON.parse(proxy.callsOf('/tcb/batchdownloadfile')[0]?.body.toString() ?? '')).toMatchObject({
      file_list: [{ fileid: link.cloudFileId, max_age: 3_600 }],
    })
  })

  it.each([0, 1.5, -1, Number.NaN])('cannot be linked for %d seconds', async (ttlSeconds) => {
    await expect(storage.downloadLinks([{ cloudFileId: 'cloud://e.b/a', ttlSeconds }])).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    })
  })
})

describe('a long list', () => {
  const cloudFileIds = Array.from({ length: 120 }, (_, index) => `cloud://e.b/${index}.jpg`)

  it('goes in batches of 50 and comes back in order', async () => {
    const links = await storage.downloadLinks(cloudFileIds.map(forAnHour))
    const deletions = await storage.deleteFiles(cloudFileIds)

    expect(links.map(({ cloudFileId }) => cloudFileId)).toEqual(cloudFileIds)
    expect(deletions.map(({ cloudFileId }) => cloudFileId)).toEqual(cloudFileIds)
    expect(proxy.callsOf('/tcb/batchdownloadfile').map(countItems)).toEqual([50, 50, 20])
    expect(proxy.callsOf('/tcb/batchdeletefile').map(countItems)).toEqual([50, 50, 20])
  })

  it('whose second batch fails keeps the first, and asks for no third', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code: '45009' }, skip: 1 })

    const links = await storage.downloadLinks(cloudFileIds.map(forAnHour))

    expect(links.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => expectErrcode(-501007)))
    expect(links.slice(50)).toEqual(Array.from({ length: 70 }, () => expectErrcode(45009)))
    expect(proxy.callsOf('/tcb/batchdownloadfile')).toHaveLength(2)
  })

  it('of nothing asks for nothing', async () => {
    expect(await storage.downloadLinks([])).toEqual([])
    expect(await storage.deleteFiles([])).toEqual([])
    expect(proxy.calls).toEqual([])
  })
})

describe('a call', () => {
  it.each(['40001', '40014', '42001'])('that is refused with %s is made once more with another token', async (code) => {
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code }, times: 1 })

    await expect(storage.uploadLink('a.jpg')).resolves.toMatchObject({ cloudFileId: expect.any(String) })

    const [first, second] = proxy.callsOf('/tcb/uploadfile').map(({ query }) => query.get('access_token'))
    expect(second).not.toBe(first)
    expect(proxy.callsOf('/tcb/uploadfile')).toHaveLength(2)
  })

  it('that is refused with the other token too ends there', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code: '40001' } })

    await expect(storage.uploadLink('a.jpg')).rejects.toMatchObject({
      code: 'INTERNAL',
      cause: { wechatErrcode: 40001, rid: expect.any(String), remedy: expect.any(String) },
    })
    expect(proxy.callsOf('/tcb/uploadfile')).toHaveLength(2)
  })

  it.each(['-1', '85113'])('is made three times while WeChat says %s', async (code) => {
    const id = emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code } })

    await expect(storage.uploadLink('a.jpg')).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
    expect(emulator.faults.list().find((report) => report.id === id)?.met).toBe(3)
  })

  it.each([
    ['45009', 'WECHAT_UNAVAILABLE'],
    ['45011', 'RATE_LIMITED'],
    ['48001', 'INTERNAL'],
    ['61007', 'INTERNAL'],
  ])('is made once where WeChat says %s', async (code, expected) => {
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code } })

    await expect(storage.uploadLink('a.jpg')).rejects.toMatchObject({
      code: expected,
      cause: { wechatErrcode: Number(code), rid: expect.stringMatching(/^[0-9a-f]+-/) },
    })
    expect(proxy.callsOf('/tcb/uploadfile')).toHaveLength(1)
  })

  it('for an environment that is not ours tells what to look at', async () => {
    await expect(createStorage({}, 'elsewhere-1').uploadLink('a.jpg')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('CLOUDRUN_ENV'),
    })
  })

  it('of an app without a cloud tells to open one', async () => {
    emulator.settings.change({ cloudOpened: false })

    await expect(storage.uploadLink('a.jpg')).rejects.toMatchObject({
      cause: { wechatErrcode: 85088, remedy: expect.stringContaining('云开发') },
    })
  })

  it.each(['/cgi-bin/stable_token', '/tcb/uploadfile'])(
    'ends in time where WeChat never answers %s',
    async (targetContains) => {
      emulator.faults.add({ service: 'wechat', targetContains, fault: { stall: true } })

      await expect(createStorage({ answerWithinMs: 300 }).uploadLink('a.jpg')).rejects.toMatchObject({
        code: 'WECHAT_UNAVAILABLE',
      })
    },
  )

  it.each(['40001', '47001', '45009', '-1'])('that fails with %s tells no token and no secret', async (code) => {
    emulator.faults.add({ service: 'wechat', targetContains: '/tcb/', fault: { code } })

    const error = await storage.uploadLink('a.jpg').catch((reason: unknown) => reason)

    const text = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)
    expect(error).toMatchObject({ name: 'AppError' })
    for (const { query } of proxy.callsOf('/tcb/uploadfile')) {
      expect(query.get('access_token')).toMatch(/^90_/)
      expect(text).not.toContain(query.get('access_token'))
    }
    expect(text).not.toContain(emulator.wechat.secret)
  })

  it('that finds nobody tells no token', async () => {
    await storage.uploadLink('a.jpg')
    const token = proxy.callsOf('/tcb/uploadfile')[0]?.query.get('access_token') ?? 'none'
    proxy.close()

    const error = await storage.uploadLink('a.jpg').catch((reason: unknown) => reason)

    expect(error).toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(token)
  })
})

function createStorage(limits: WechatCallLimits = {}, cloudEnv = emulator.cloud.env): CloudStorageApi {
  const { appid, secret } = emulator.wechat
  const tokens = createWechatTokens({ appid, secret, baseUrl: proxy.endpoint }, { guard: createProcessGuard() })
  return createCloudStorageApi(createTokenChannel({ baseUrl: proxy.endpoint, tokens }), cloudEnv, limits)
}

/** As the documents say: these fields in this order, the file last. */
async function upload(path: string, link: CloudUploadLink): Promise<void> {
  const form = new FormData()
  form.append('key', path)
  form.append('Signature', link.authorization)
  form.append('x-cos-security-token', link.cosSessionToken)
  form.append('x-cos-meta-fileid', link.cosFileId)
  form.append('file', new Blob([`bytes of ${path}`]))
  const response = await fetch(link.url, { method: 'POST', body: form })
  expect(response.status).toBe(204)
}

async function readBack(cloudFileId: string): Promise<string> {
  const [result] = await storage.downloadLinks([forAnHour(cloudFileId)])
  if (result === undefined || !('url' in result)) throw new Error('there is no link')
  return (await fetch(result.url)).text()
}

function forAnHour(cloudFileId: string): { cloudFileId: string; ttlSeconds: number } {
  return { cloudFileId, ttlSeconds: 3_600 }
}

function countItems({ body }: { body: Buffer }): number {
  const { file_list: files, fileid_list: ids } = JSON.parse(body.toString()) as Record<string, unknown[]>
  return (files ?? ids ?? []).length
}

function expectErrcode(wechatErrcode: number): unknown {
  return expect.objectContaining({
    error: expect.objectContaining({ cause: expect.objectContaining({ wechatErrcode }) }),
  })
}
