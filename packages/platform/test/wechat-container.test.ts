import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '@photolift/contracts'
import { createCancelSource, type HttpRequest, type HttpStack } from '../src/index.js'
import { createWechatContainerStack, openWechatPhoto } from '../src/wechat/index.js'
import { AnsweringServer } from './answering-server.js'
import { ContainerDouble } from './container-double.js'
import { describeHttpStack, type HttpStackSubject } from './http-stack.contract.js'
import { PictureFiles } from './picture-files.js'
import { WxDouble } from './wx-double.js'

const CONTAINER = { env: 'prod-1a2b3c', service: 'photolift' }

/** Pauses end at once and are noted. */
class ShortPauses {
  readonly waitedMs: number[] = []
  onPause = () => {}
  schedule(ms: number, run: () => void): () => void {
    this.waitedMs.push(ms)
    this.onPause()
    setImmediate(run)
    return () => {}
  }
}

// `wx.cloud` runs in WeChat alone; the double has the shapes of the documents and of what people report.
describe('through callContainer', () => {
  const phone = new WxDouble()
  const double = new ContainerDouble()
  const container = createWechatContainerStack(
    Object.assign(phone, { cloud: double.cloud }),
    CONTAINER,
    new ShortPauses(),
  )
  let files: PictureFiles

  beforeAll(async () => {
    files = await PictureFiles.create()
  })

  afterAll(() => files.remove())

  const subject: HttpStackSubject = {
    http: {
      // The channel knows no hosts: the address of each test is where the gateway finds the container.
      send(request) {
        double.containerUrl = new URL(request.url).origin
        return container.send(request)
      },
      postForm: (form) => container.postForm(form),
    },
    photo: async (bytes) => openWechatPhoto(phone, { path: await files.write(bytes), byteLength: bytes.length }),
    async gonePhoto() {
      const path = await files.write(new Uint8Array(1_000))
      const photo = await openWechatPhoto(phone, { path, byteLength: 1_000 })
      await rm(path)
      return photo
    },
  }
  describeHttpStack(() => subject, { refusedConnection: 'NOT_READY', cutsCancelled: false })
})

describe('a call to a container', () => {
  let server: AnsweringServer
  let double: ContainerDouble
  let pauses: ShortPauses
  let http: HttpStack

  beforeAll(async () => {
    server = await AnsweringServer.start()
  })

  afterAll(() => server.close())

  beforeEach(() => {
    double = new ContainerDouble()
    double.containerUrl = server.url
    pauses = new ShortPauses()
    http = createWechatContainerStack(Object.assign(new WxDouble(), { cloud: double.cloud }), CONTAINER, pauses)
  })

  const send = (request: Partial<HttpRequest> = {}) => http.send({ method: 'GET', url: '/status/200', ...request })

  it('names environment and service, asks for errors under 200, and opens the cloud once', async () => {
    await Promise.all([send(), send()])
    await send({ method: 'POST', url: 'https://anything.example/echo?a=%E7%85%A7', body: '{}' })

    expect(double.opened).toEqual(['prod-1a2b3c'])
    expect(double.calls[2]).toMatchObject({ config: { env: 'prod-1a2b3c' }, path: '/echo?a=%E7%85%A7' })
    expect(double.calls[2]?.header).toMatchObject({ 'X-WX-SERVICE': 'photolift', 'x-photolift-envelope': '1' })
  })

  it('asks for no more time than the channel grants', async () => {
    await send()
    await send({ timeoutMs: 60_000 })
    await send({ timeoutMs: 3_000 })

    expect(double.calls.map(({ timeout }) => timeout)).toEqual([15_000, 15_000, 3_000])
  })

  it('takes 100 KiB with path and headers and refuses a byte more, before anything is sent', async () => {
    const headers = { 'content-type': 'application/json' }
    const rest = '/echo'.length + 'content-type'.length + 'application/json'.length
    const largest = '照'.repeat(1_000) + 'x'.repeat(100 * 1024 - rest - 3_000)

    const { body } = await send({ method: 'POST', url: '/echo', headers, body: largest })
    const tooLarge = send({ method: 'POST', url: '/echo', headers, body: `${largest}x` })

    expect(JSON.parse(body)).toMatchObject({ byteLength: 100 * 1024 - rest })
    await expect(tooLarge).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' })
    expect(double.calls).toHaveLength(1)
  })

  it('counts bytes, not characters, and those of binary bodies too', async () => {
    const emoji = send({ method: 'POST', body: '🌄'.repeat(25_601) })
    const bytes = send({ method: 'PUT', body: new ArrayBuffer(100 * 1024) })

    await expect(emoji).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' })
    await expect(bytes).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' })
  })

  it('has no method but the four that the channel knows', async () => {
    const patched = send({ method: 'PATCH' as 'PUT' })

    await expect(patched).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    expect(double.calls).toEqual([])
  })

  it('is an answer also where the client hides what is no success', async () => {
    double.hidesBodies = true

    expect(await send({ url: '/status/503' })).toEqual({ status: 503, headers: {}, body: '' })
    expect(await send({ url: '/status/200' })).toMatchObject({ status: 200, body: 'the body' })
  })

  it.each([
    { errMsg: 'cloud.callContainer:fail Error: errCode: 102002 | errMsg: request timeout' },
    { errMsg: 'cloud.callContainer:fail SERVICE_NOT_READY', errCode: -1 },
    { errMsg: 'cloud.callContainer:fail connect ECONNREFUSED 10.0.0.1:8080' },
    { errMsg: 'cloud.callContainer:fail', errno: 102002 },
  ])('waits once for a service that starts, told as %j', async (refusal) => {
    double.refusals.push(refusal)

    const { status } = await send()

    expect(status).toBe(200)
    expect(pauses.waitedMs).toEqual([1_000])
  })

  it('says that the service is starting where it still does after that', async () => {
    const cold = { errMsg: 'cloud.callContainer:fail SERVICE_NOT_READY', errCode: 102002 }
    double.refusals.push(cold, cold)

    await expect(send()).rejects.toMatchObject({ code: 'NOT_READY', cause: cold })
    expect(double.calls).toHaveLength(2)
  })

  it('asks again 300 ms later where the cloud says that it was never opened', async () => {
    const closed = {
      errMsg: "cloud.callContainer:fail Error: Cloud API isn't enabled, please call wx.cloud.init first",
    }
    double.refusals.push(closed)

    expect(await send()).toMatchObject({ status: 200 })
    expect(pauses.waitedMs).toEqual([300])
    double.refusals.push(closed, closed)
    await expect(send()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })
  })

  it('does not reach the channel after it was cancelled in a pause', async () => {
    const source = createCancelSource()
    double.refusals.push({ errMsg: 'cloud.callContainer:fail SERVICE_NOT_READY' })
    pauses.onPause = () => source.cancel()

    const sending = send({ signal: source.signal })

    await expect(sending).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(double.calls).toHaveLength(1)
  })

  it.each<[number, ErrorCode]>([
    [-606001, 'REQUEST_TOO_LARGE'],
    [-606002, 'REQUEST_INVALID'],
    [-606003, 'SERVICE_UNREACHABLE'],
    [-606006, 'LOGIN_REFUSED'],
    [-601027, 'HOST_NOT_ALLOWED'],
    [-601031, 'HOST_NOT_ALLOWED'],
    [-601034, 'HOST_NOT_ALLOWED'],
    [-501000, 'HOST_NOT_ALLOWED'],
    [102005, 'REQUEST_INVALID'],
    [40097, 'REQUEST_INVALID'],
  ])('that ends with %i rejects with %s, wherever the number stands, and is not repeated', async (number, code) => {
    double.refusals.push(
      { errMsg: `cloud.callContainer:fail Error: errCode: ${number} | errMsg: words` },
      { errMsg: 'cloud.callContainer:fail', errCode: number },
      { errMsg: 'cloud.callContainer:fail', errno: number },
    )

    for (let count = 1; count <= 3; count += 1) {
      await expect(send()).rejects.toMatchObject({ name: 'AppError', code })
      expect(double.calls).toHaveLength(count)
    }
  })

  it.each<[string, ErrorCode]>([
    ['Error: INTERNAL_REQUEST_FAIL', 'NETWORK_LOST'],
    ['Error: Invalid AppId in host', 'HOST_NOT_ALLOWED'],
    ['interrupted', 'NETWORK_INTERRUPTED'],
    ['something new', 'NETWORK_LOST'],
  ])('that fails with %j rejects with %s', async (words, code) => {
    double.refusals.push({ errMsg: `cloud.callContainer:fail ${words}` })

    await expect(send()).rejects.toMatchObject({ code })
  })

  it('tries to open the cloud again after that has failed', async () => {
    const init = double.cloud.init
    double.cloud.init = () => Promise.reject(new Error('no network yet'))
    await expect(send()).rejects.toMatchObject({ code: 'WECHAT_UNAVAILABLE' })

    double.cloud.init = init

    expect(await send()).toMatchObject({ status: 200 })
  })

  it('asks for a newer client where there is no callContainer', async () => {
    const old = createWechatContainerStack(new WxDouble() as never, CONTAINER)

    await expect(old.send({ method: 'GET', url: '/' })).rejects.toMatchObject({ code: 'ROUTE_NOT_FOUND' })
  })
})
