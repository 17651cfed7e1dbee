import { Bucket } from '../cloud/bucket.ts'
import { Service } from '../cloud/service.ts'
import type { Call, Passages } from '../network/call.ts'
import { Line } from '../network/line.ts'
import { Phone, type PhotoFile } from '../phone/phone.ts'
import { createSimulatedWx, SERVICE_URL } from '../phone/simulated-wx.ts'
import { Ledger } from '../simulation/ledger.ts'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import type { World } from '../simulation/world.ts'

export const PHOTO: PhotoFile = { path: 'wxfile://tmp/0.jpg', byteLength: 100_000, md5: 'a'.repeat(32) }

/** A world without an app: a test calls `wx` by hand, and its faults at whatever passes. */
export function smallWorld(passages: Partial<Passages> = {}) {
  const clock = new VirtualClock()
  const startedAt = clock.now()
  const bucket = new Bucket(clock)
  const phone = new Phone(clock, { givesErrno: true, tellsShowFirst: true, clockErrorMs: 0 })
  phone.files.set(PHOTO.path, PHOTO)
  const world: World = {
    clock,
    bucket,
    phone,
    random: () => 0.5,
    line: new Line(clock, { bytesPerSecond: 100_000, roundTripMs: 100 }),
    service: new Service(clock, bucket),
    ledger: new Ledger(clock),
    passages: { onRequest() {}, onTransfer() {}, onProcessed() {}, ...passages },
    get person(): never {
      throw new Error('nobody is here')
    },
    retryAfterUntil: Number.NEGATIVE_INFINITY,
  }
  const heard: { what: string; atMs: number }[] = []
  const hear = (what: string): void => void heard.push({ what, atMs: Math.round(clock.now() - startedAt) })
  let wx = createSimulatedWx(world)

  return {
    clock,
    bucket,
    phone,
    line: world.line,
    heard,
    words: () => heard.map(({ what }) => what),
    get wx() {
      return wx
    },
    /** The app is opened again after it was killed. */
    start() {
      phone.start()
      wx = createSimulatedWx(world)
    },
    hear,
    async pass(ms: number) {
      const until = clock.now() + ms
      clock.schedule(ms, () => {})
      await clock.run(() => clock.now() >= until)
    },
    logIn: (): { abort(): void } =>
      wx.request({
        url: `${SERVICE_URL}/v1/login`,
        method: 'POST',
        header: {},
        data: '{}',
        dataType: 'text',
        responseType: 'text',
        timeout: 20_000,
        success: ({ statusCode }) => hear(`success ${statusCode}`),
        fail: ({ errMsg, errno }) => hear(`${errMsg} ${errno}`),
      }),
    upload(fields: Record<string, string> = {}, timeout = 60_000): { abort(): void } {
      const task = wx.uploadFile({
        url: 'https://photos-1250000000.cos.ap-guangzhou.myqcloud.com',
        filePath: PHOTO.path,
        name: 'file',
        formData: {
          key: 'incoming/photo-0',
          'Content-MD5': PHOTO.md5,
          'simulated-length': String(PHOTO.byteLength),
          'simulated-granted-at': String(clock.now()),
          'simulated-ends-at': String(clock.now() + 600_000),
          ...fields,
        },
        timeout,
        success: ({ statusCode, data }) => hear(`success ${statusCode} ${/<Code>(\w+)/.exec(data)?.[1] ?? ''}`.trim()),
        fail: ({ errMsg, errno }) => hear(`${errMsg} ${errno}`),
      })
      task.onProgressUpdate(({ totalBytesSent }) => hear(`progress ${totalBytesSent}`))
      return task
    },
  }
}

/** Does something to the first transfer when half of it is out. */
export function atHalf(strike: (call: Call) => void): Partial<Passages> {
  return { onTransfer: (call, at) => at(0.5, () => strike(call)) }
}
