import { describe, expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import type { FakeTransfer } from '@photolift/platform/testing'
import fc from 'fast-check'
import type { UploaderSnapshot } from '../src/index.js'
import { engineWorld, pickedPhotos } from './engine-world.js'

type TransferFate = 'arrives' | 'arrives, reply lost' | ErrorCode | 'COS 503' | 'COS says expired'
type ServiceFate = { call: 'authorize' | 'confirm'; error: ErrorCode | 'reply lost' }
type Act = 'go offline' | 'go online' | 'hide' | 'show' | 'pause' | 'resume' | 'retry' | 'try now' | { add: number }

const transferFate = fc.constantFrom<TransferFate>(
  'arrives',
  'arrives, reply lost',
  'COS 503',
  'COS says expired',
  'NETWORK_LOST',
  'NETWORK_TIMEOUT',
  'NETWORK_INTERRUPTED',
)
const serviceFate = fc.record<ServiceFate>({
  call: fc.constantFrom('authorize', 'confirm'),
  error: fc.constantFrom('reply lost', 'SERVICE_UNREACHABLE', 'RATE_LIMITED', 'INTERNAL', 'NETWORK_INTERRUPTED'),
})
const act = fc.oneof(
  fc.constantFrom<Act>('go offline', 'go online', 'hide', 'show', 'pause', 'resume', 'retry', 'try now'),
  fc.record({ add: fc.integer({ min: 1, max: 5 }) }),
)

describe('under random faults', () => {
  it('every photo is stored once, in picked order, and no progress ever falls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(transferFate, { maxLength: 25 }),
        fc.array(serviceFate, { maxLength: 8 }),
        fc.array(fc.record({ afterMs: fc.nat(5_000), act }), { maxLength: 15 }),
        async (transferFates, serviceFates, acts) => {
          const world = faultyWorld(transferFates, serviceFates)
          world.perform({ add: 3 })

          for (const step of acts) {
            await world.clock.advance(step.afterMs)
            world.perform(step.act)
          }
          await world.heal()

          const tasks = world.uploader.snapshot().tasks
          expect(tasks.map(({ state }) => state)).toEqual(tasks.map(() => 'ready'))
          expect(tasks.map(({ localUrl }) => localUrl)).toEqual(world.picked)
          expect(world.service.photos.map(({ photoId }) => photoId).sort()).toEqual(
            tasks.map(({ photo }) => photo?.photoId ?? '').sort(),
          )
          expect(world.mostTransfersAtOnce()).toBeLessThanOrEqual(6)
          expect(world.service.mostCallsAtOnce).toBe(1)
          expect(world.falls).toEqual([])
          expect(attributesByTask(world.service.authorizeCalls.flat()).every((versions) => versions.size === 1)).toBe(
            true,
          )
        },
      ),
      { numRuns: 100, seed: 20_261_120 },
    )
  }, 60_000)
})

function faultyWorld(transferFates: TransferFate[], serviceFates: ServiceFate[]) {
  const fates = [...transferFates]
  const underWay = new Set<FakeTransfer>()
  let most = 0
  const world = engineWorld({ latencyMs: 50, onTransfer: (transfer) => carry(transfer, fates.shift() ?? 'arrives') })
  const { clock, service, network, lifecycle, uploader } = world
  for (const { call, error } of serviceFates) {
    if (error === 'reply lost') service.loseNextReply(call)
    else service.failNext(call, new AppError(error, 'as told', { retryAfterSeconds: 3 }))
  }

  function carry(transfer: FakeTransfer, fate: TransferFate): void {
    underWay.add(transfer)
    for (const other of underWay) if (other.ended) underWay.delete(other)
    most = Math.max(most, underWay.size)
    clock.schedule(100, () => transfer.progress(400))
    clock.schedule(200, () => transfer.progress(900))
    clock.schedule(300, () => end(transfer, fate))
  }

  const picked: string[] = []
  const perform = (wanted: Act): void => {
    if (typeof wanted === 'object') {
      const photos = pickedPhotos(wanted.add).map((photo, n) => ({ ...photo, localUrl: `${picked.length + n}` }))
      picked.push(...photos.map(({ localUrl }) => localUrl))
      // A new batch starts from nothing, and that is no fall.
      if (uploader.snapshot().tasks.every(({ state }) => state === 'ready')) watch.startOver()
      uploader.add(photos)
    } else {
      const acts: Record<typeof wanted, () => void> = {
        'go offline': () => network.goOffline(),
        'go online': () => network.goOnline(),
        hide: () => lifecycle.hide(),
        show: () => lifecycle.show(),
        pause: () => uploader.pause(),
        resume: () => uploader.resume(),
        retry: () => uploader.retryFailed(),
        'try now': () => uploader.tryNow(),
      }
      acts[wanted]()
    }
  }

  const watch = watchForFalls(uploader.subscribe)
  return {
    ...world,
    picked,
    perform,
    falls: watch.falls,
    mostTransfersAtOnce: () => most,
    /** The world is kind again, and the person retries what has failed. */
    async heal() {
      network.goOnline()
      lifecycle.show()
      uploader.resume()
      for (let n = 0; n < 6; n++) {
        await clock.advance(120_000)
        uploader.retryFailed()
      }
    },
  }
}

function end(transfer: FakeTransfer, fate: TransferFate): void {
  if (fate === 'arrives') transfer.answer({ status: 204 })
  else if (fate === 'arrives, reply lost') {
    transfer.arrive()
    transfer.fail(new AppError('NETWORK_LOST', ''))
  } else if (fate === 'COS 503') transfer.answer({ status: 503, body: '<Error><Code>SlowDown</Code></Error>' })
  else if (fate === 'COS says expired') {
    transfer.answer({ status: 403, body: '<Code>AccessDenied</Code><Message>has been expired</Message>' })
  } else transfer.fail(new AppError(fate, ''))
}

/** Notes whenever a number on the screen falls. */
function watchForFalls(subscribe: (listener: (snapshot: UploaderSnapshot) => void) => () => void) {
  const falls: string[] = []
  let before: UploaderSnapshot | undefined
  let overallBefore: UploaderSnapshot['overall'] | undefined
  subscribe((now) => {
    if (overallBefore !== undefined) {
      const { percent, bytesSent } = overallBefore
      if (now.overall.percent < percent) falls.push(`percent ${percent} → ${now.overall.percent}`)
      if (now.overall.bytesSent < bytesSent) falls.push(`bytesSent ${bytesSent} → ${now.overall.bytesSent}`)
    }
    for (const task of now.tasks) {
      const earlier = before?.tasks.find(({ taskId }) => taskId === task.taskId)
      if (earlier !== undefined && (task.percent < earlier.percent || task.bytesSent < earlier.bytesSent)) {
        falls.push(`${task.taskId}: ${earlier.percent} % → ${task.percent} %`)
      }
    }
    before = now
    overallBefore = now.overall
  })
  return {
    falls,
    startOver() {
      overallBefore = undefined
    },
  }
}

function attributesByTask(requests: readonly { taskId: string }[]): Set<string>[] {
  const versions = new Map<string, Set<string>>()
  for (const request of requests) {
    versions.set(request.taskId, (versions.get(request.taskId) ?? new Set()).add(JSON.stringify(request)))
  }
  return [...versions.values()]
}
