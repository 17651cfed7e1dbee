import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { FakeClock } from '@photolift/platform/testing'
import type { UploaderSnapshot } from '../src/index.js'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'
import { SimulatedLink } from './simulated-link.js'

describe('the progress of one photo', () => {
  it('stays at 99 % until the service has confirmed it', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen, latencyMs: 500 })
    uploader.add(pickedPhotos(1))
    await clock.advance(2_000)

    transfer(0).progress(370)
    expect(task(0)).toMatchObject({ state: 'uploading', percent: 37, bytesSent: 370 })
    transfer(0).progress(1_000)
    expect(task(0)).toMatchObject({ state: 'uploading', percent: 99 })
    transfer(0).answer({ status: 204 })
    await clock.advance(100)
    expect(task(0)).toMatchObject({ state: 'confirming', percent: 99 })
    await clock.advance(1_000)

    expect(task(0)).toMatchObject({ state: 'ready', percent: 100 })
  })

  it('does not fall when a second try starts from nothing', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).progress(700)

    transfer(0).fail(new AppError('NETWORK_TIMEOUT', ''))
    await clock.advance(2_000)
    transfer(1).progress(100)

    expect(task(0)).toMatchObject({ state: 'uploading', bytesSent: 700, percent: 70 })
  })

  it('is complete when the platform told nothing on the way', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen, latencyMs: 500 })
    uploader.add(pickedPhotos(1))
    await clock.advance(2_000)

    transfer(0).answer({ status: 204 })
    await clock.advance(10)

    expect(task(0)).toMatchObject({ state: 'confirming', bytesSent: 1_000, percent: 99 })
  })

  it('is stalled when no byte moved for 8 s, and not any more when one does', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).progress(100)

    await clock.advance(7_900)
    expect(task(0).stalled).toBe(false)
    await clock.advance(100)
    expect(task(0).stalled).toBe(true)
    transfer(0).progress(200)

    expect(task(0).stalled).toBe(false)
  })

  it('is told to subscribers when it stalls, although nothing happens', async () => {
    const { uploader, clock } = engineWorld({ onTransfer: leaveOpen })
    let last: UploaderSnapshot | undefined
    uploader.subscribe((snapshot) => {
      last = snapshot
    })
    uploader.add(pickedPhotos(1))

    await clock.advance(10_000)

    expect(last?.tasks[0]?.stalled).toBe(true)
  })

  it('moves again in a second try, also below what was shown before', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).progress(900)
    transfer(0).fail(new AppError('NETWORK_TIMEOUT', ''))
    await clock.advance(5_000)

    for (let n = 1; n <= 4; n++) {
      transfer(1).progress(n * 100)
      await clock.advance(4_000)
    }

    expect(task(0).stalled).toBe(false)
  })

  it('is the same object as long as nothing changed, so that screens can compare', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    const [first, second] = [task(0), task(1)]

    transfer(0).progress(500)

    expect(task(0)).not.toBe(first)
    expect(task(1)).toBe(second)
  })
})

describe('the progress of all', () => {
  it('is the share of bytes, and 100 % only when every photo is stored', async () => {
    const { uploader, clock, transfer } = engineWorld({ onTransfer: leaveOpen, latencyMs: 500 })
    uploader.add([...pickedPhotos(1, { byteLength: 3_000 }), ...pickedPhotos(1, { byteLength: 1_000 })])
    await clock.advance(3_000)

    transfer(0).progress(1_500)
    expect(uploader.snapshot().overall).toMatchObject({ byteLength: 4_000, bytesSent: 1_500, percent: 37 })
    transfer(0).answer({ status: 204 })
    transfer(1).answer({ status: 204 })
    await clock.advance(10)
    expect(uploader.snapshot().overall).toMatchObject({ bytesSent: 4_000, percent: 99, readyCount: 0 })
    await clock.advance(5_000)

    expect(uploader.snapshot().overall).toMatchObject({ percent: 100, readyCount: 2 })
  })

  it('waits for the truth to catch up when photos are added', async () => {
    const { uploader, clock, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).progress(800)
    expect(uploader.snapshot().overall.percent).toBe(80)

    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    expect(uploader.snapshot().overall).toMatchObject({ percent: 80, bytesSent: 800, byteLength: 2_000 })
    transfer(1).progress(1_000)

    expect(uploader.snapshot().overall).toMatchObject({ percent: 90, bytesSent: 1_800 })
  })

  it('starts anew when photos are added after all were stored', async () => {
    const { uploader, clock } = engineWorld()
    uploader.add(pickedPhotos(3))
    await clock.advance(10_000)
    expect(uploader.snapshot().overall.percent).toBe(100)

    uploader.add(pickedPhotos(1), { hold: true })

    expect(uploader.snapshot().overall).toMatchObject({ photoCount: 1, readyCount: 0, percent: 0, bytesSent: 0 })
  })

  it('is left as it was by a pick of no photos', async () => {
    const { uploader, clock } = engineWorld()
    uploader.add(pickedPhotos(3))
    await clock.advance(10_000)

    uploader.add([])

    expect(uploader.snapshot().overall).toMatchObject({ photoCount: 3, readyCount: 3, percent: 100 })
  })

  it('does not fall when a photo is taken out', async () => {
    const { uploader, clock, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    transfer(0).progress(900)
    const before = uploader.snapshot().overall

    await uploader.remove(task(0).taskId)

    const after = uploader.snapshot().overall
    expect(after.bytesSent).toBe(before.bytesSent)
    expect(after.percent).toBeGreaterThanOrEqual(before.percent)
  })

  it('leaves a refused photo out of what is to be sent', async () => {
    const { uploader, clock } = engineWorld({ limits: { photoMaxBytes: 1_000 } })

    uploader.add([...pickedPhotos(1), ...pickedPhotos(1, { byteLength: 9_000 })])
    await clock.advance(10_000)

    expect(uploader.snapshot().overall).toMatchObject({
      byteLength: 1_000,
      bytesSent: 1_000,
      percent: 99,
      failedCount: 1,
    })
  })
})

describe('the seconds left', () => {
  it('come after 3 s and 2 %, and are right to 10 %', async () => {
    const clock = new FakeClock()
    const link = new SimulatedLink({ clock, bytesPerSecond: 100_000, roundTripMs: 20 })
    const { uploader } = engineWorld({ clock, onTransfer: link.carry })

    uploader.add(pickedPhotos(10, { byteLength: 100_000 }))
    await clock.advance(2_500)
    expect(uploader.snapshot().overall.secondsLeft).toBeNull()
    await clock.advance(1_000)

    expect(uploader.snapshot().overall.secondsLeft).toBeGreaterThanOrEqual(6)
    expect(uploader.snapshot().overall.secondsLeft).toBeLessThanOrEqual(8)
  })

  it('are not told while everything is stalled, nor when nothing is being sent', async () => {
    const { uploader, clock, transfer } = engineWorld({ onTransfer: leaveOpen })
    expect(uploader.snapshot().overall.secondsLeft).toBeNull()
    uploader.add(pickedPhotos(1))
    for (let n = 1; n <= 5; n++) {
      await clock.advance(1_000)
      transfer(0).progress(n * 100)
    }
    expect(uploader.snapshot().overall.secondsLeft).toBe(5)

    await clock.advance(8_000)

    expect(uploader.snapshot().overall.secondsLeft).toBeNull()
  })
})

describe('subscribers', () => {
  it('hear of a busy upload at most ten times a second', async () => {
    const clock = new FakeClock()
    const link = new SimulatedLink({ clock, bytesPerSecond: 1_000_000, roundTripMs: 20 })
    const { uploader } = engineWorld({ clock, onTransfer: link.carry })
    let heard = 0
    uploader.subscribe(() => {
      heard += 1
    })

    uploader.add(pickedPhotos(30, { byteLength: 1_000_000 }))
    await clock.advance(10_000)

    expect(heard).toBeLessThanOrEqual(102)
    expect(heard).toBeGreaterThan(50)
  })

  it('hear when the network goes and comes', async () => {
    const { uploader, network, clock } = engineWorld()
    const heard: boolean[] = []
    uploader.subscribe(({ online }) => heard.push(online))

    network.goOffline()
    await clock.advance(100)
    network.goOnline()
    await clock.advance(100)

    expect(heard).toEqual([true, false, true])
  })
})
