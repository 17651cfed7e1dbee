import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode, type Ingest, type Photo } from '@photolift/contracts'
import { FakeClock, FakeLifecycle, FakeNetwork, MemoryStore, settle } from '@photolift/platform/testing'
import { createMediaRoute, type MediaPhoto } from '../src/media/index.js'

describe('photos that go over WeChat', () => {
  it('are handed over one at a time and told to the service in picked order, under one pick', async () => {
    const { route, phone, service } = world()

    const pickId = route.add(phone.photos(3))
    await phone.answer('m0')
    expect(phone.asked).toEqual([0, 1])
    await phone.answer('m1')
    await phone.answer('m2')

    expect(service.told.map(([pick]) => pick)).toEqual([pickId, pickId, pickId])
    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m0', 'm1', 'm2'])
  })

  it('are half done once WeChat has them, and done when the service says so', async () => {
    const { route, phone, service, clock } = world()
    route.add(phone.photos(1))
    await settle()
    expect(view(route)).toEqual(['uploading 0'])

    await phone.answer('m0')
    expect(view(route)).toEqual(['confirming 50'])
    expect(route.snapshot().percent).toBe(50)
    service.store('m0')
    await clock.advance(1_000)

    expect(view(route)).toEqual(['ready 100'])
    expect(route.snapshot()).toMatchObject({
      percent: 100,
      tasks: [{ byteLength: 1_000, photo: { photoId: 'photo-m0' } }],
    })
  })

  it('that fail at WeChat are tried behind the others, three times, and stop none', async () => {
    const { route, phone, service, clock } = world()
    route.add(phone.photos(2))

    await phone.fail('WECHAT_UNAVAILABLE')
    await phone.answer('m1')
    await clock.advance(5_000)
    await phone.fail('WECHAT_UNAVAILABLE')
    await clock.advance(5_000)
    await phone.fail('WECHAT_UNAVAILABLE')

    expect(phone.asked).toEqual([0, 1, 0, 0])
    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m1'])
    expect(view(route)).toEqual(['failed 0', 'confirming 50'])
    route.retry(route.snapshot().tasks[0]?.taskId ?? '')
    await phone.answer('m0')
    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m1', 'm0'])
  })

  it('are asked after with growing pauses, and a new one waits for none of them', async () => {
    const { route, phone, service, clock } = world()
    route.add(phone.photos(1))
    await phone.answer('m0')

    await clock.advance(60_000)
    // After 1, 2, 4 and 8 s, and then every 15 s.
    expect(service.askedAfter).toHaveLength(7)
    route.add(phone.photos(1))
    await phone.answer('m1')

    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m0', 'm1'])
  })

  it('are left alone for as long as the service asks', async () => {
    const { route, phone, service, clock } = world()
    service.refuseNext(new AppError('RATE_LIMITED', '', { retryAfterSeconds: 30 }))
    route.add(phone.photos(1))
    await phone.answer('m0')

    expect(route.snapshot()).toMatchObject({ waitingFor: 'rate-limit' })
    await clock.advance(29_000)
    expect(service.calls).toBe(1)
    await clock.advance(20_000)

    expect(service.calls).toBeGreaterThan(1)
    expect(view(route)).toEqual(['confirming 50'])
  })

  it('that a lost answer tells twice are one ingest', async () => {
    const { route, phone, service, clock } = world()
    service.loseNextAnswer()
    route.add(phone.photos(1))
    await phone.answer('m0')
    await clock.advance(5_000)
    service.store('m0')
    await clock.advance(5_000)

    expect(service.told.map(([, ids]) => ids)).toEqual([['m0'], ['m0']])
    expect(view(route)).toEqual(['ready 100'])
  })

  it.each<[ErrorCode, string]>([
    ['MEDIA_EXPIRED', 'refused'],
    ['PHOTO_TYPE_UNSUPPORTED', 'refused'],
    ['WECHAT_UNAVAILABLE', 'failed'],
    ['QUOTA_EXCEEDED', 'failed'],
  ])('that end as %s are %s', async (code, state) => {
    const { route, phone, service, clock } = world()
    route.add(phone.photos(1))
    await phone.answer('m0')
    service.reject('m0', code)
    await clock.advance(1_000)

    expect(route.snapshot().tasks).toMatchObject([{ state, errorCode: code }])
  })

  it('that failed at the service get another media id when they are tried again', async () => {
    const { route, phone, service, clock } = world()
    route.add(phone.photos(1))
    await phone.answer('m0')
    service.reject('m0', 'WECHAT_UNAVAILABLE')
    await clock.advance(1_000)

    route.retryFailed()
    await phone.answer('m0-again')

    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m0', 'm0-again'])
  })

  it('wait while paused, and what WeChat got meanwhile is not given to it twice', async () => {
    const { route, phone, service } = world()
    route.add(phone.photos(2))
    await settle()
    route.pause()
    await phone.answer('m0')
    expect(view(route)).toEqual(['paused 50', 'paused 0'])
    expect(service.told).toEqual([])

    route.resume()
    await phone.answer('m1')

    expect(phone.asked).toEqual([0, 1])
    expect(service.told.flatMap(([, ids]) => ids)).toEqual(['m0', 'm1'])
  })

  it('that were taken out while the service fetched them are deleted once they are stored, after a reload too', async () => {
    const first = world()
    first.route.add(first.phone.photos(1))
    await first.phone.answer('m0')
    await first.route.remove(first.route.snapshot().tasks[0]?.taskId ?? '')
    expect(view(first.route)).toEqual([])
    await settle()

    const later = world(first.store, first.service)
    await settle()
    expect(view(later.route)).toEqual([])
    later.service.store('m0')
    await later.clock.advance(1_000)

    expect(later.service.deleted).toEqual(['photo-m0'])
  })

  it('go on after a reload where WeChat has them', async () => {
    const first = world()
    first.route.add(first.phone.photos(2))
    expect(first.route.snapshot().unkeptCount).toBe(2)
    await first.phone.answer('m0')
    expect(first.route.snapshot().unkeptCount).toBe(1)
    await settle()

    const later = world(first.store, first.service)
    await settle()
    expect(view(later.route)).toEqual(['confirming 50'])
    later.service.store('m0')
    await later.clock.advance(1_000)

    expect(view(later.route)).toEqual(['ready 100'])
    expect(later.store.values.get('photolift.media')).toBe('[]')
  })

  it('that were held go in the order into which the person has put them', async () => {
    const { route, phone } = world()
    route.add(phone.photos(3), { hold: true })
    await settle()
    expect(phone.asked).toEqual([])

    route.move(route.snapshot().tasks[2]?.taskId ?? '', 0)
    route.start()
    await phone.answer('m2')
    await phone.answer('m0')

    expect(phone.asked).toEqual([2, 0, 1])
  })

  it('wait for the network before they go to WeChat', async () => {
    const { route, phone, network } = world()
    network.goOffline()
    route.add(phone.photos(1))
    await settle()
    expect(phone.asked).toEqual([])

    network.goOnline()
    await settle()

    expect(phone.asked).toEqual([0])
  })
})

function view(route: ReturnType<typeof createMediaRoute>): string[] {
  return route.snapshot().tasks.map(({ state, percent }) => `${state} ${percent}`)
}

function world(store = new MemoryStore(), service = new FakeMediaService()) {
  const clock = new FakeClock()
  const network = new FakeNetwork()
  const phone = new FakePhone()
  const route = createMediaRoute({
    service,
    clock,
    network,
    lifecycle: new FakeLifecycle(),
    store,
    random: Math.random,
  })
  return { clock, network, phone, service, store, route }
}

/** WeChat on a phone: the test answers each uploadImage. */
class FakePhone {
  readonly asked: number[] = []
  #pending: { resolve(mediaId: string): void; reject(error: AppError): void } | undefined

  photos(count: number): MediaPhoto[] {
    return Array.from({ length: count }, (_, index) => ({
      localUrl: `weixin://resourceid/${index}`,
      handOver: () => {
        if (this.#pending !== undefined) throw new Error('two at a time')
        this.asked.push(index)
        return new Promise<string>((resolve, reject) => {
          this.#pending = { resolve, reject }
        })
      },
    }))
  }

  async answer(mediaId: string): Promise<void> {
    ;(await this.#call()).resolve(mediaId)
    await settle()
  }

  async fail(code: ErrorCode): Promise<void> {
    ;(await this.#call()).reject(new AppError(code, 'uploadImage:fail'))
    await settle()
  }

  async #call() {
    await settle()
    const pending = this.#pending
    if (pending === undefined) throw new Error('nothing is being handed over')
    this.#pending = undefined
    return pending
  }
}

class FakeMediaService {
  readonly told: [string, string[]][] = []
  readonly askedAfter: string[] = []
  readonly deleted: string[] = []
  calls = 0
  readonly #ended = new Map<string, Partial<Ingest>>()
  #refusal: AppError | undefined
  #losesAnswer = false

  refuseNext(error: AppError): void {
    this.#refusal = error
  }

  loseNextAnswer(): void {
    this.#losesAnswer = true
  }

  store(mediaId: string): void {
    const photo: Photo = {
      photoId: `photo-${mediaId}`,
      status: 'ready',
      pickId: 'pick',
      position: 0,
      name: null,
      byteLength: 1_000,
      contentType: 'image/jpeg',
      createdAt: '2026-11-20T08:00:00Z',
    }
    this.#ended.set(mediaId, { state: 'ready', photo })
  }

  reject(mediaId: string, code: ErrorCode): void {
    this.#ended.set(mediaId, { state: 'failed', error: { code, message: '' } })
  }

  async ingest(pickId: string, mediaIds: string[]) {
    this.#call()
    this.told.push([pickId, mediaIds])
    if (this.#losesAnswer) {
      this.#losesAnswer = false
      throw new AppError('NETWORK_LOST', 'the answer was lost')
    }
    return { ingests: mediaIds.map((mediaId) => this.#ingest(mediaId)) }
  }

  async ingestState(ingestId: string) {
    this.#call()
    this.askedAfter.push(ingestId)
    return this.#ingest(ingestId.slice('ingest-'.length))
  }

  async deletePhoto(photoId: string) {
    this.deleted.push(photoId)
  }

  #call(): void {
    this.calls += 1
    const refusal = this.#refusal
    this.#refusal = undefined
    if (refusal !== undefined) throw refusal
  }

  #ingest(mediaId: string): Ingest {
    return { ingestId: `ingest-${mediaId}`, mediaId, state: 'pending', ...this.#ended.get(mediaId) }
  }
}
