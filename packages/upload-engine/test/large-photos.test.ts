import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import type { HttpRequest, HttpResponse } from '@photolift/platform'
import { type EngineWorldOptions, engineWorld, pickedPhotos } from './engine-world.js'

const PART_BYTES = 1_000
const STORED: HttpResponse = { status: 200, headers: { etag: '"x"' }, body: '' }
const ENDED: HttpResponse = {
  status: 403,
  headers: {},
  body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
}

/** A bucket whose parts a test may treat in its own way; undefined leaves them to the bucket. */
function largePhotoWorld(
  onPart: (request: HttpRequest, stored: () => HttpResponse) => HttpResponse | Promise<HttpResponse> = (_, stored) =>
    stored(),
  options: EngineWorldOptions = {},
) {
  const sent: string[] = []
  const world = engineWorld({
    partByteLength: PART_BYTES,
    ...options,
    onPart(request) {
      sent.push(nameOf(request))
      return onPart(request, () => {
        world.service.storedParts.add(request.url)
        return STORED
      })
    },
  })
  return { ...world, sent }
}

const nameOf = ({ url }: HttpRequest): string => url.slice(url.lastIndexOf('=') + 1)

describe('a photo that comes in parts', () => {
  it('is sent as exactly the parts that the service names, and then confirmed', async () => {
    const world = largePhotoWorld()
    world.uploader.add(pickedPhotos(1, { byteLength: 3_500 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect(world.http.transfers).toEqual([])
    const puts = world.http.requests.map(({ method, body, headers }) => [
      method,
      (body as ArrayBuffer).byteLength,
      headers,
    ])
    const headers = { 'content-type': 'application/octet-stream' }
    expect(puts).toEqual([1_000, 1_000, 1_000, 500].map((byteLength) => ['PUT', byteLength, headers]))
    expect(world.service.partsCalls).toHaveLength(1)
  })

  it('that is no larger than a part goes as a form', async () => {
    const world = largePhotoWorld()
    world.uploader.add(pickedPhotos(1, { byteLength: PART_BYTES }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect(world.sent).toEqual([])
  })

  it('has two parts in memory at most, however many photos are sent', async () => {
    let inFlight = 0
    let most = 0
    const world = largePhotoWorld(async (_, stored) => {
      most = Math.max(most, ++inFlight)
      await new Promise<void>((resolve) => world.clock.schedule(100, resolve))
      inFlight -= 1
      return stored()
    })
    world.uploader.add(pickedPhotos(4, { byteLength: 3_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready', 'ready', 'ready', 'ready'])
    expect(most).toBe(2)
  })

  it('goes on with what is missing after a part was lost, and sends nothing twice that arrived', async () => {
    let failures = 1
    const world = largePhotoWorld((request, stored) => {
      if (nameOf(request) === '3' && failures-- > 0) throw new AppError('NETWORK_LOST', 'reset')
      return stored()
    })
    world.uploader.add(pickedPhotos(1, { byteLength: 4_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect([...world.sent].sort()).toEqual(['1', '2', '3', '3', '4'])
  })

  it('whose reply was lost is asked for, not sent again', async () => {
    let losses = 1
    const world = largePhotoWorld((request, stored) => {
      const answer = stored()
      if (nameOf(request) === '2' && losses-- > 0) throw new AppError('NETWORK_LOST', 'the reply was lost')
      return answer
    })
    world.uploader.add(pickedPhotos(1, { byteLength: 4_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect([...world.sent].sort()).toEqual(['1', '2', '3', '4'])
  })

  it('whose URL has ended asks once more, without another grant', async () => {
    let ended = 1
    const world = largePhotoWorld((_, stored) => (ended-- > 0 ? ENDED : stored()))
    world.uploader.add(pickedPhotos(1, { byteLength: 3_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect(world.service.partsCalls).toHaveLength(2)
    expect(world.service.authorizeCalls).toHaveLength(1)
  })

  it('begins no part with a URL that is about to end', async () => {
    const world = largePhotoWorld(
      async (_, stored) => {
        await new Promise<void>((resolve) => world.clock.schedule(15_000, resolve))
        return stored()
      },
      { grantTtlSeconds: 24 },
    )
    world.uploader.add(pickedPhotos(1, { byteLength: 3_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect(world.service.partsCalls).toHaveLength(2)
    expect([...world.sent].sort()).toEqual(['1', '2', '3'])
  })

  it('may fail more than five times on the way, as long as parts arrive between', async () => {
    const failedAt = new Set<string>()
    const world = largePhotoWorld((request, stored) => {
      if (failedAt.has(request.url)) return stored()
      failedAt.add(request.url)
      throw new AppError('NETWORK_LOST', 'reset')
    })
    world.uploader.add(pickedPhotos(1, { byteLength: 20_000 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
  })

  it('fails where no part ever arrives, after five tries', async () => {
    const world = largePhotoWorld(() => {
      throw new AppError('NETWORK_LOST', 'reset')
    })
    world.uploader.add(pickedPhotos(1, { byteLength: 1_500 }))

    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['failed'])
    expect(world.service.partsCalls).toHaveLength(5)
  })

  it('shows whole parts as sent, and never less than before', async () => {
    const shown: number[] = []
    let failures = 1
    const world = largePhotoWorld(async (request, stored) => {
      await new Promise<void>((resolve) => world.clock.schedule(500, resolve))
      if (nameOf(request) === '3' && failures-- > 0) throw new AppError('NETWORK_LOST', 'reset')
      return stored()
    })
    world.uploader.subscribe(({ tasks }) => shown.push(tasks[0]?.bytesSent ?? 0))
    world.uploader.add(pickedPhotos(1, { byteLength: 4_000 }))

    await world.clock.advance(900_000)

    expect(shown.every((bytes) => bytes % PART_BYTES === 0)).toBe(true)
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect(shown.at(-1)).toBe(4_000)
  })

  it('goes on after a pause with what is missing', async () => {
    const world = largePhotoWorld(async (request, stored) => {
      if (Number(nameOf(request)) > 2) await new Promise<void>((resolve) => world.clock.schedule(1_000, resolve))
      if (request.signal?.cancelled) throw new AppError('CANCELLED', 'paused')
      return stored()
    })
    world.uploader.add(pickedPhotos(1, { byteLength: 4_000 }))
    await world.clock.advance(500)
    world.uploader.pause()
    await world.clock.advance(5_000)

    world.uploader.resume()
    await world.clock.advance(900_000)

    expect(world.states()).toEqual(['ready'])
    expect([...world.sent].sort()).toEqual(['1', '2', '3', '3', '4', '4'])
  })

  it('is not called stalled while a part may still be on its way over a slow link', async () => {
    const world = largePhotoWorld(
      async (_, stored) => {
        await new Promise<void>((resolve) => world.clock.schedule(30_000, resolve))
        return stored()
      },
      { partByteLength: 1_048_576 },
    )
    world.uploader.add(pickedPhotos(1, { byteLength: 2_000_000 }))

    await world.clock.advance(29_000)

    expect(world.task(0)).toMatchObject({ state: 'uploading', stalled: false })
  })
})
