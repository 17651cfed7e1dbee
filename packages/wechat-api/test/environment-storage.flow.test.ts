import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Emulator, startEmulator } from '@photolift/emulator'
import {
  createEnvironmentStorageApi,
  createOpenInterfaceChannel,
  createWechatLogin,
  type EnvironmentStorageApi,
} from '../src/index.js'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.js'

let emulator: Emulator
let proxy: RecordingProxy
let storage: EnvironmentStorageApi

beforeEach(async () => {
  emulator = await startEmulator()
  proxy = await startRecordingProxy(emulator.openInterface.endpoint)
  storage = createEnvironmentStorageApi(createOpenInterfaceChannel({ baseUrl: proxy.endpoint }))
})
afterEach(async () => {
  proxy.close()
  await emulator.close()
})

it('the key of the environment comes without a token, with its end as an instant', async () => {
  emulator.settings.change({ cosKeySeconds: 600 })
  const before = Date.now()

  const key = await storage.temporaryKey()

  expect(key).toEqual({
    secretId: expect.stringMatching(/./),
    secretKey: expect.stringMatching(/./),
    cosSessionToken: expect.stringMatching(/./),
    expiresAt: expect.any(Date),
  })
  expect(key.expiresAt.getTime() - before).toBeGreaterThan(598_000)
  expect(key.expiresAt.getTime() - before).toBeLessThan(660_000)
  expect(proxy.calls).toMatchObject([{ method: 'GET', path: '/_/cos/getauth' }])
  expect(proxy.calls[0]?.query.toString()).toBe('')
})

it('meta ids come in the order of their keys, and each states person, bucket and path', async () => {
  const keys = ['photos/b.jpg', 'photos/a.jpg', '照片/c.jpg']
  const { bucket } = emulator.cloud

  const metaIds = await storage.metaIds({ bucket, openid: 'o-ming', keys })

  const statements = await Promise.all(metaIds.map(decode))
  expect(statements).toEqual(keys.map((key) => expect.objectContaining({ openid: 'o-ming', bucket, path: `/${key}` })))
  expect(proxy.calls[0]?.body.toString()).toContain('照片/c.jpg')
})

it('meta ids of the administrator have no openid', async () => {
  const [metaId = ''] = await storage.metaIds({ bucket: emulator.cloud.bucket, openid: '', keys: ['a.jpg'] })

  expect(await decode(metaId)).toMatchObject({ openid: '', path: '/a.jpg' })
})

it('meta ids of nothing ask for nothing, and those of a wrong key are refused', async () => {
  const { bucket } = emulator.cloud

  expect(await storage.metaIds({ bucket, openid: '', keys: [] })).toEqual([])
  await expect(storage.metaIds({ bucket, openid: '', keys: ['/a.jpg'] })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  })
  expect(proxy.calls).toEqual([])
})

describe('the open interface service', () => {
  it('that does not list a path says so, with what to do', async () => {
    emulator.settings.change({ openInterfacePaths: ['/_/cos/getauth'] })

    await expect(storage.metaIds({ bucket: 'b-1', openid: '', keys: ['a'] })).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('微信令牌'),
      cause: { wechatErrcode: 85107, rid: expect.any(String), remedy: expect.stringContaining('LOGIN=cloudrun') },
    })
  })

  it('refuses a login by code, and the error names the way out', async () => {
    const { appid, secret } = emulator.wechat
    const login = createWechatLogin({ appid, secret, baseUrl: proxy.endpoint })

    await expect(login('code-ming')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('LOGIN=cloudrun'),
      cause: { wechatErrcode: 85107 },
    })
  })

  it('that is off or was off when this version was built is told from a failure', async () => {
    emulator.settings.change({ openInterface: false })
    const remedy = expect.stringContaining('deploy again')

    await expect(storage.temporaryKey()).rejects.toMatchObject({ code: 'INTERNAL', cause: { status: 404, remedy } })
    await expect(storage.metaIds({ bucket: 'b-1', openid: '', keys: ['a'] })).rejects.toMatchObject({
      code: 'INTERNAL',
      cause: { wechatErrcode: 41001, remedy },
    })
  })

  it('that is not ready yet is asked again', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: 'getauth', fault: { code: '85113' }, times: 2 })

    await expect(storage.temporaryKey()).resolves.toMatchObject({ secretId: expect.any(String) })
    expect(proxy.calls).toHaveLength(3)
  })

  it('that stays unready is a reason to come back later', async () => {
    emulator.faults.add({ service: 'wechat', targetContains: 'getauth', fault: { code: '85113' } })

    await expect(storage.temporaryKey()).rejects.toMatchObject({
      code: 'WECHAT_UNAVAILABLE',
      cause: { wechatErrcode: 85113 },
    })
  })
})

async function decode(metaid: string): Promise<unknown> {
  const body = JSON.stringify({ metaid })
  const response = await fetch(`${emulator.openInterface.endpoint}/_/cos/metaid/decode`, { method: 'POST', body })
  return ((await response.json()) as { respdata?: { raw_data?: unknown } }).respdata?.raw_data
}
