import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

describe('a transfer of which nothing is heard', () => {
  it('is shown as stalled after 8 s, and sent again by itself within 20 s', async () => {
    const { uploader, clock, http, task, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).progress(100)

    await clock.advance(8_000)
    expect(task(0)).toMatchObject({ state: 'uploading', stalled: true })
    await clock.advance(11_000)

    expect(task(0)).toMatchObject({ state: 'uploading', stalled: false })
    expect(http.transfers).toHaveLength(2)
    expect(transfer(0).ended).toBe(true)
  })

  it('is no harm where the platform calls back late or twice', async () => {
    const { uploader, clock, service, http, states, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(30_000)
    const [first] = http.transfers

    transfer(1).answer({ status: 204 })
    first?.form.onProgress?.(1_000)
    first?.answer({ status: 403 })
    first?.fail(new AppError('NETWORK_LOST', ''))
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
    expect(service.photos).toHaveLength(1)
  })

  it('is given up after five tries like any other failure', async () => {
    const { uploader, clock, http, states, task } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))

    await clock.advance(400_000)

    expect(states()).toEqual(['failed'])
    expect(task(0).errorCode).toBe('NETWORK_TIMEOUT')
    expect(http.transfers).toHaveLength(5)
  })
})

describe('before a photo is sent again', () => {
  it.each<ErrorCode>(['NETWORK_LOST', 'NETWORK_TIMEOUT', 'NETWORK_INTERRUPTED', 'CANCELLED'])(
    'that ended with %s, the service is asked, and nothing is sent where it has arrived',
    async (code) => {
      const { uploader, clock, service, http, states, task, transfer } = engineWorld({ onTransfer: leaveOpen })
      uploader.add(pickedPhotos(1))
      await clock.advance(1_000)

      transfer(0).arrive()
      transfer(0).fail(new AppError(code, ''))
      await clock.advance(5_000)

      expect(states()).toEqual(['ready'])
      expect(http.transfers).toHaveLength(1)
      expect(service.photos).toHaveLength(1)
      expect(task(0)).toMatchObject({ alreadyStored: false, percent: 100 })
    },
  )

  it('the service is asked once for all that are in doubt, and at once', async () => {
    const { uploader, lifecycle, clock, service, http, states, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)

    lifecycle.hide()
    transfer(1).arrive()
    for (const index of [0, 1, 2]) transfer(index).fail(new AppError('NETWORK_INTERRUPTED', ''))
    await clock.advance(60_000)
    expect(service.confirmCalls).toEqual([])
    lifecycle.show()
    await clock.advance(100)

    expect(service.confirmCalls.map(({ length }) => length)).toEqual([3])
    expect(states()[1]).toBe('ready')
    expect(http.transfers.slice(3).map(({ form }) => form.fields['key'])).not.toContain(transfer(1).form.fields['key'])
  })

  it('the service is not asked about one that was refused', async () => {
    let answered = 0
    const { uploader, clock, service, states } = engineWorld({
      onTransfer: (transfer) => transfer.answer({ status: answered++ === 0 ? 503 : 204 }),
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(5_000)

    expect(states()).toEqual(['ready'])
    expect(service.confirmCalls).toHaveLength(1)
  })

  it('that was paused while it was being sent, the service is asked', async () => {
    const { uploader, clock, http, states, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    transfer(0).arrive()

    uploader.pause()
    await clock.advance(60_000)
    uploader.resume()
    await clock.advance(100)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(1)
  })

  it('nothing goes on while the service cannot tell, and a refusal to tell ends it', async () => {
    const { uploader, clock, service, http, states, transfer } = engineWorld({ onTransfer: leaveOpen })
    service.failNext('confirm', new AppError('SERVICE_UNREACHABLE', ''), 2)
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    transfer(0).fail(new AppError('NETWORK_LOST', ''))
    await clock.advance(3_000)
    expect(states()).toEqual(['waiting', 'uploading'])
    expect(http.transfers).toHaveLength(2)
    await clock.advance(15_000)
    expect(http.transfers.length).toBeGreaterThan(2)

    service.failNext('confirm', new AppError('INTERNAL', ''), 5)
    transfer(2).fail(new AppError('NETWORK_LOST', ''))
    await clock.advance(60_000)

    expect(states()).toContain('failed')
  })
})

describe('a service that says nothing', () => {
  it.each(['limits', 'authorize', 'confirm'] as const)('to %s is asked again within 20 s, and shown', async (call) => {
    const { uploader, clock, service, states } = engineWorld()
    const real = service[call].bind(service) as () => Promise<never>
    let silent = 1
    Object.assign(service, { [call]: (...args: []) => (silent-- > 0 ? new Promise(() => {}) : real(...args)) })
    uploader.add(pickedPhotos(1))

    await clock.advance(19_500)
    expect(uploader.snapshot().waitingFor).toBe('service')
    await clock.advance(2_000)

    expect(states()).toEqual(['ready'])
  })

  it('to a deletion keeps the photo, and tells', async () => {
    const { uploader, clock, service, task, states } = engineWorld()
    uploader.add(pickedPhotos(1))
    await clock.advance(10_000)
    service.deletePhoto = () => new Promise(() => {})

    const failure = uploader.remove(task(0).taskId).catch((error: unknown) => error)
    await clock.advance(20_000)

    expect(await failure).toMatchObject({ code: 'NETWORK_TIMEOUT' })
    expect(states()).toEqual(['ready'])
  })
})

describe('a clock that is set while photos are on their way', () => {
  it.each([-3_600_000, 3_600_000])('by %d ms holds nothing up and lets nothing end', async (jumpMs) => {
    const { uploader, clock, service, http, states, transfer, setClock } = engineWorld({ onTransfer: leaveOpen })
    service.failNext('confirm', new AppError('RATE_LIMITED', '', { retryAfterSeconds: 30 }))
    uploader.add(pickedPhotos(2))
    await clock.advance(1_000)
    transfer(0).progress(500)

    setClock(jumpMs)
    await clock.advance(1_000)
    transfer(0).answer({ status: 204 })
    transfer(1).answer({ status: 204 })
    await clock.advance(1_000)
    const { waitingFor, waitingUntil } = uploader.snapshot()
    expect(waitingFor).toBe('rate-limit')
    // As the screen reads it, on this device's clock.
    expect((waitingUntil ?? 0) - (clock.now() + jumpMs)).toBeLessThanOrEqual(40_000)
    await clock.advance(40_000)

    expect(states()).toEqual(['ready', 'ready'])
    expect(http.transfers).toHaveLength(2)
  })
})
