import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import type { FakeTransfer } from '@photolift/platform/testing'
import { engineWorld, leaveOpen, pickedPhotos } from './engine-world.js'

const EXPIRED_XML =
  '<Error><Code>AccessDenied</Code><Message>You post object request has been expired, expiration time: 1</Message></Error>'
const SLOW_DOWN_XML = '<Error><Code>SlowDown</Code><Message></Message></Error>'

describe('a transfer that fails', () => {
  it('is tried again with the same grant, after a pause', async () => {
    const { uploader, service, http, clock, states } = engineWorld({ onTransfer: failTimes(1, 'NETWORK_TIMEOUT') })

    uploader.add(pickedPhotos(1))
    await clock.advance(400)
    expect(http.transfers).toHaveLength(1)
    await clock.advance(2_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(2)
    expect(http.transfers[1]?.form.fields).toEqual(http.transfers[0]?.form.fields)
    expect(service.authorizeCalls).toHaveLength(1)
  })

  it('is given up after five tries, and has five again when the person retries', async () => {
    const { uploader, http, clock, states, task } = engineWorld({ onTransfer: failTimes(9, 'NETWORK_TIMEOUT') })
    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)
    expect(states()).toEqual(['failed'])
    expect(task(0).errorCode).toBe('NETWORK_TIMEOUT')
    expect(http.transfers).toHaveLength(5)

    uploader.retry(task(0).taskId)
    await clock.advance(60_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(10)
  })

  it('with 503 from COS is tried again, although the platform calls it a success', async () => {
    const { uploader, clock, states } = engineWorld({
      onTransfer: answerOnce({ status: 503, body: SLOW_DOWN_XML }),
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(2_000)

    expect(states()).toEqual(['ready'])
  })

  it('with a grant that COS calls expired gets a fresh one at once', async () => {
    const { uploader, service, clock, states } = engineWorld({
      onTransfer: answerOnce({ status: 403, body: EXPIRED_XML }),
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(10)

    expect(states()).toEqual(['ready'])
    expect(service.authorizeCalls).toHaveLength(2)
    expect(service.authorizeCalls[1]).toEqual(service.authorizeCalls[0])
  })

  it('does not loop when COS refuses every fresh grant', async () => {
    const { uploader, service, clock, states, task } = engineWorld({
      onTransfer: (transfer) => transfer.answer({ status: 403, body: EXPIRED_XML }),
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)

    expect(states()).toEqual(['failed'])
    expect(task(0).errorCode).toBe('UPLOAD_GRANT_EXPIRED')
    expect(service.authorizeCalls).toHaveLength(5)
  })

  it('because the bytes are not those that were granted is not tried again', async () => {
    const { uploader, http, clock, states } = engineWorld({
      onTransfer: answerOnce({ status: 400, body: '<Error><Code>BadDigest</Code></Error>' }),
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)

    expect(states()).toEqual(['refused'])
    expect(http.transfers).toHaveLength(1)
  })

  it('by a defect of ours is coded, and can be retried by hand', async () => {
    const { uploader, clock, task } = engineWorld({
      onTransfer: () => {
        throw new TypeError('a defect')
      },
    })

    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)

    expect(task(0)).toMatchObject({ state: 'failed', errorCode: 'INTERNAL' })
  })
})

describe('a grant', () => {
  it('that ended while the photo waited for its turn is replaced, together with the others that waited', async () => {
    const { uploader, service, http, clock } = engineWorld({
      onTransfer: leaveOpen,
      grantTtlSeconds: 60,
      uploader: { maxParallelUploads: 1 },
    })
    uploader.add(pickedPhotos(4))
    await clock.advance(1_000)
    expect(http.transfers).toHaveLength(1)
    const callsBefore = service.authorizeCalls.length

    for (let n = 1; n <= 6; n++) {
      http.transfers[0]?.progress(n * 100)
      await clock.advance(10_000)
    }
    http.transfers[0]?.answer({ status: 204 })
    await clock.advance(1_000)

    expect(http.transfers).toHaveLength(2)
    expect(service.authorizeCalls.length - callsBefore).toBe(1)
    expect(service.authorizeCalls.at(-1)).toHaveLength(3)
  })

  it('is measured by the time of the service, however wrong this clock is', async () => {
    const { uploader, service, http, clock } = engineWorld({ onTransfer: leaveOpen })
    // The service lives a year later than this phone.
    const authorize = service.authorize.bind(service)
    service.authorize = async (photos) => {
      const { serverTime, grants } = await authorize(photos)
      return {
        serverTime: inAYear(serverTime),
        grants: grants.map((grant) =>
          grant.kind === 'form' ? { ...grant, expiresAt: inAYear(grant.expiresAt) } : grant,
        ),
      }
    }

    uploader.add(pickedPhotos(3))
    await clock.advance(1_000)

    expect(http.transfers).toHaveLength(3)
  })
})

describe('a grant that the storage calls ended before its time', () => {
  it('has all of its time renewed by one call, without each photo being sent to hear so', async () => {
    const { uploader, service, http, clock, states, transfer } = engineWorld({
      onTransfer: leaveOpen,
      uploader: { maxParallelUploads: 3 },
    })
    uploader.add(pickedPhotos(6))
    await clock.advance(1_000)
    transfer(0).answer({ status: 204 })
    await clock.advance(1_000)
    const callsBefore = service.authorizeCalls.length

    transfer(1).answer({ status: 403, body: EXPIRED_XML })
    await clock.advance(1_000)

    // First those that wait and the refused one, then those that were cut, once the service has been asked what arrived.
    expect(service.authorizeCalls.slice(callsBefore).map(({ length }) => length)).toEqual([3, 2])
    expect(http.transfers.slice(1, 4).every(({ ended }) => ended)).toBe(true)
    expect(states().filter((state) => state === 'uploading')).toHaveLength(3)
  })

  it('says nothing about grants that came later', async () => {
    const { uploader, service, clock, transfer } = engineWorld({
      onTransfer: leaveOpen,
      uploader: { maxParallelUploads: 2 },
    })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)
    uploader.add(pickedPhotos(1))
    await clock.advance(2_000)
    const callsBefore = service.authorizeCalls.length

    transfer(0).answer({ status: 403, body: EXPIRED_XML })
    await clock.advance(1_000)

    expect(service.authorizeCalls.slice(callsBefore).map(({ length }) => length)).toEqual([1])
    expect(transfer(1).ended).toBe(false)
  })
})

describe('a storage that says how long to wait', () => {
  it('is left alone by all photos, which is shown, and no longer once the person wants it now', async () => {
    const { uploader, http, clock, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)

    transfer(0).answer({ status: 503, body: SLOW_DOWN_XML, headers: { 'retry-after': '30' } })
    transfer(1).answer({ status: 204 })
    transfer(2).answer({ status: 204 })
    await clock.advance(29_000)
    expect(http.transfers).toHaveLength(3)
    expect(uploader.snapshot().waitingFor).toBe('rate-limit')
    expect(uploader.snapshot().waitingUntil).toBeGreaterThan(clock.now())
    uploader.tryNow()
    await clock.advance(100)

    expect(http.transfers.length).toBeGreaterThan(4)
    expect(uploader.snapshot().waitingFor).toBeNull()
  })
})

describe('a lost reply', () => {
  it('to authorize is asked for again under the same task, so that it stays one photo', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.loseNextReply('authorize')

    uploader.add(pickedPhotos(1))
    await clock.advance(5_000)

    expect(states()).toEqual(['ready'])
    expect(service.authorizeCalls[1]).toEqual(service.authorizeCalls[0])
    expect(service.photos).toHaveLength(1)
  })

  it('to confirm is asked for again, and nothing is sent twice', async () => {
    const { uploader, service, http, clock, states } = engineWorld()
    service.loseNextReply('confirm')

    uploader.add(pickedPhotos(3))
    await clock.advance(5_000)

    expect(states()).toEqual(['ready', 'ready', 'ready'])
    expect(http.transfers).toHaveLength(3)
    expect(service.photos).toHaveLength(3)
  })
})

describe('confirm', () => {
  it('is asked again while the service needs more time', async () => {
    const { uploader, service, http, clock, states } = engineWorld()
    let pending = 3
    service.onConfirm = (photoId) =>
      pending-- > 0 ? { photoId, error: { code: 'CONFIRM_PENDING', message: '' } } : undefined

    uploader.add(pickedPhotos(1))
    await clock.advance(30_000)

    expect(states()).toEqual(['ready'])
    expect(service.confirmCalls).toHaveLength(4)
    expect(http.transfers).toHaveLength(1)
  })

  it('sends the photo again that did not arrive', async () => {
    const { uploader, service, http, clock, states } = engineWorld()
    let missing = 1
    service.onConfirm = (photoId) =>
      missing-- > 0 ? { photoId, error: { code: 'PHOTO_NOT_UPLOADED', message: '' } } : undefined

    uploader.add(pickedPhotos(1))
    await clock.advance(5_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(2)
    expect(service.authorizeCalls).toHaveLength(2)
  })

  it('goes on after a retry by hand without sending the bytes again', async () => {
    const { uploader, service, http, clock, states } = engineWorld()
    service.failNext('confirm', new AppError('INTERNAL', ''), 5)
    uploader.add(pickedPhotos(1))
    await clock.advance(120_000)
    expect(states()).toEqual(['failed'])

    uploader.retryFailed()
    await clock.advance(5_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(1)
  })
})

describe('the service', () => {
  it('is waited for while it is absent, however long that is', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.failNext('authorize', new AppError('SERVICE_UNREACHABLE', ''), 20)

    uploader.add(pickedPhotos(1))
    await clock.advance(60_000)
    expect(states()).toEqual(['waiting'])
    expect(uploader.snapshot()).toMatchObject({ waitingFor: 'service' })
    expect(uploader.snapshot().waitingUntil).toBeGreaterThan(clock.now())
    await clock.advance(600_000)

    expect(states()).toEqual(['ready'])
    expect(uploader.snapshot()).toMatchObject({ waitingFor: null, waitingUntil: null })
  })

  it('is obeyed when it says how long to wait', async () => {
    const { uploader, service, clock } = engineWorld()
    service.failNext('authorize', new AppError('RATE_LIMITED', '', { retryAfterSeconds: 42 }))

    uploader.add(pickedPhotos(1))
    await clock.advance(100)
    expect(uploader.snapshot()).toMatchObject({ waitingFor: 'rate-limit' })
    await clock.advance(41_800)
    expect(service.authorizeCalls).toHaveLength(1)
    // Up to a quarter longer, so that phones that were told the same do not come back together.
    await clock.advance(11_000)

    expect(service.authorizeCalls).toHaveLength(2)
  })

  it('is obeyed also when it says so without a limit', async () => {
    const { uploader, service, clock } = engineWorld()
    service.failNext('authorize', new AppError('NOT_READY', '', { retryAfterSeconds: 20 }))

    uploader.add(pickedPhotos(1))
    await clock.advance(19_900)
    expect(service.authorizeCalls).toHaveLength(1)
    await clock.advance(5_200)

    expect(service.authorizeCalls).toHaveLength(2)
  })

  it('is asked at once when the person wants it now', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.failNext('authorize', new AppError('RATE_LIMITED', '', { retryAfterSeconds: 60 }))
    uploader.add(pickedPhotos(1))
    await clock.advance(100)

    uploader.tryNow()
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })

  it('that fails five times in a row has failed', async () => {
    const { uploader, service, clock, states, task } = engineWorld()
    service.failNext('authorize', new AppError('INTERNAL', ''), 5)

    uploader.add(pickedPhotos(1))
    await clock.advance(120_000)

    expect(states()).toEqual(['failed'])
    expect(task(0).errorCode).toBe('INTERNAL')
    expect(service.authorizeCalls).toHaveLength(5)
  })

  it('that cannot even log in is asked for its limits by one caller, not by every photo', async () => {
    const { uploader, service, clock, states } = engineWorld()
    service.failNext('limits', new AppError('SERVICE_UNREACHABLE', ''), 3)

    uploader.add(pickedPhotos(20))
    await clock.advance(60_000)

    expect(new Set(states())).toEqual(new Set(['ready']))
  })
})

describe('without a network', () => {
  it('a photo waits, which is no failed try, and goes on by itself', async () => {
    const world = engineWorld({ onTransfer: (transfer) => lose(transfer) })
    const { uploader, network, http, clock, states } = world
    let lost = 20
    function lose(transfer: FakeTransfer) {
      if (lost-- > 0) {
        network.goOffline()
        transfer.fail(new AppError('NETWORK_LOST', ''))
      } else transfer.answer({ status: 204 })
    }
    uploader.add(pickedPhotos(1))

    for (let n = 0; n < 20; n++) {
      await clock.advance(60_000)
      expect(states()).toEqual(['waiting'])
      expect(uploader.snapshot().online).toBe(false)
      network.goOnline()
    }
    await clock.advance(60_000)

    expect(states()).toEqual(['ready'])
    expect(http.transfers).toHaveLength(21)
  })

  it('a try that failed before the platform knew is not counted either', async () => {
    const { uploader, network, clock, states } = engineWorld({
      onTransfer: failTimes(1, 'NETWORK_LOST'),
      uploader: { maxTries: 2 },
    })
    uploader.add(pickedPhotos(1))
    await clock.advance(10)

    network.goOffline()
    await clock.advance(5_000)

    expect(states()).toEqual(['waiting'])
  })

  it('nothing is asked of the service', async () => {
    const { uploader, service, network, clock } = engineWorld()
    network.goOffline()

    uploader.add(pickedPhotos(1))
    await clock.advance(600_000)

    expect(service.authorizeCalls).toHaveLength(0)
  })
})

describe('an app that went to the background', () => {
  it('goes on when the person is back, and the interrupted try was free', async () => {
    const { uploader, lifecycle, http, clock, states, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    for (let n = 0; n < 10; n++) {
      lifecycle.hide()
      transfer(n).fail(new AppError('NETWORK_INTERRUPTED', ''))
      await clock.advance(600_000)
      expect(http.transfers).toHaveLength(n + 1)
      lifecycle.show()
      await clock.advance(1_000)
    }
    transfer(10).answer({ status: 204 })
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })

  it('asks the service nothing until it is back', async () => {
    const { uploader, service, lifecycle, clock, states } = engineWorld()
    lifecycle.hide()
    uploader.add(pickedPhotos(1))
    await clock.advance(600_000)
    expect(service.calls).toEqual([])

    lifecycle.show()
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })

  it('begins no transfer until it is back, neither the next one nor one that failed before', async () => {
    const { uploader, lifecycle, http, clock, transfer } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(5))
    await clock.advance(1_000)

    transfer(0).fail(new AppError('NETWORK_TIMEOUT', ''))
    lifecycle.hide()
    transfer(1).answer({ status: 204 })
    transfer(2).fail(new AppError('NETWORK_INTERRUPTED', ''))
    await clock.advance(600_000)
    expect(http.transfers).toHaveLength(3)
    lifecycle.show()
    await clock.advance(0)

    expect(http.transfers).toHaveLength(6)
  })

  it.each<ErrorCode>(['NETWORK_LOST', 'NETWORK_TIMEOUT'])('counts no %s as a try', async (code) => {
    const { uploader, lifecycle, clock, transfer, states } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    for (let n = 0; n < 10; n++) {
      lifecycle.hide()
      transfer(n).fail(new AppError(code, ''))
      await clock.advance(6_000)
      lifecycle.show()
      await clock.advance(1_000)
    }

    expect(states()).toEqual(['uploading'])
  })

  it('goes on also when the failure arrives only after its return', async () => {
    const { uploader, lifecycle, clock, transfer, states } = engineWorld({ onTransfer: leaveOpen })
    uploader.add(pickedPhotos(1))
    await clock.advance(1_000)

    lifecycle.hide()
    lifecycle.show()
    transfer(0).fail(new AppError('NETWORK_INTERRUPTED', ''))
    await clock.advance(2_000)
    transfer(1).answer({ status: 204 })
    await clock.advance(1_000)

    expect(states()).toEqual(['ready'])
  })
})

function failTimes(times: number, code: ErrorCode): (transfer: FakeTransfer) => void {
  let left = times
  return (transfer) => {
    if (left-- > 0) transfer.fail(new AppError(code, 'as told'))
    else transfer.answer({ status: 204 })
  }
}

function answerOnce(response: { status: number; body: string }): (transfer: FakeTransfer) => void {
  let isFirst = true
  return (transfer) => {
    transfer.answer(isFirst ? response : { status: 204 })
    isFirst = false
  }
}

function inAYear(time: string): string {
  return new Date(Date.parse(time) + 365 * 86_400_000).toISOString()
}
