import { describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { engineWorld, pickedPhotos } from './engine-world.js'
import { SimulatedLink } from './simulated-link.js'

describe('the whole journey', () => {
  it('takes one photo to the gallery', async () => {
    const { uploader, service, clock, task } = engineWorld()

    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    expect(service.photos).toHaveLength(1)
    expect(task(0)).toMatchObject({ state: 'ready', percent: 100, photo: service.photos[0], alreadyStored: false })
  })

  it('brings 20 photos of 3 MB home in 28 requests and 1.05 of the time that the line takes', async () => {
    const clock = new FakeClock()
    const bytesPerSecond = 20_000_000 / 8
    const link = new SimulatedLink({ clock, bytesPerSecond, roundTripMs: 60 })
    const { uploader, service, http } = engineWorld({ clock, latencyMs: 60, onTransfer: link.carry })
    const photos = pickedPhotos(20, { byteLength: 3_000_000 })
    const lineTimeMs = (20 * 3_000_000 * 1_000) / bytesPerSecond
    const startedAt = clock.now()

    uploader.add(photos)
    while (service.photos.length < 20 && clock.now() - startedAt < 2 * lineTimeMs) await clock.advance(10)

    expect(service.photos).toHaveLength(20)
    expect((clock.now() - startedAt) / lineTimeMs).toBeLessThan(1.05)
    expect(link.idleMs).toBe(0)
    const requests = 1 + service.authorizeCalls.length + http.transfers.length + service.confirmCalls.length
    expect(requests).toBeLessThanOrEqual(28)
  })
})
