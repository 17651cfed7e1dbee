import { describe, expect, it } from '@jest/globals'
import { AppError } from '@photolift/contracts'
import { createCancelSource } from './ports/cancel-signal.js'
import { FakeClock, settle } from './testing/index.js'
import { type WatchedCall, watchCall } from './watch-call.js'

describe('a watched call', () => {
  it('gives what the call gives, and leaves nothing behind', async () => {
    const clock = new FakeClock()

    await expect(watchCall({ clock, withinMs: 1_000 }, async () => 7)).resolves.toBe(7)

    expect(clock.pendingCount).toBe(0)
  })

  it('ends one that says nothing, aborts it, and takes no notice of what it says later', async () => {
    const { clock, call, outcome } = silentCall()

    await clock.advance(999)
    expect(outcome()).toBe('pending')
    await clock.advance(1)
    expect(outcome()).toBe('NETWORK_TIMEOUT')
    expect(call.signal.cancelled).toBe(true)
    call.answer()
    call.allow(1_000)
    await settle()

    expect(outcome()).toBe('NETWORK_TIMEOUT')
    expect(clock.pendingCount).toBe(0)
  })

  it('gives one more time that shows life', async () => {
    const { clock, call, outcome } = silentCall()

    await clock.advance(900)
    call.allow(5_000)
    await clock.advance(4_999)
    expect(outcome()).toBe('pending')
    await clock.advance(1)

    expect(outcome()).toBe('NETWORK_TIMEOUT')
  })

  it('ends at once when the caller gives up, whether the platform hears the abort or not', async () => {
    const caller = createCancelSource()
    const { clock, call, outcome } = silentCall(caller.signal)

    caller.cancel()
    await settle()

    expect(outcome()).toBe('CANCELLED')
    expect(call.signal.cancelled).toBe(true)
    expect(clock.pendingCount).toBe(0)
  })

  it('does not begin for a caller who has given up', async () => {
    const caller = createCancelSource()
    caller.cancel()
    let began = false

    const watched = watchCall({ clock: new FakeClock(), withinMs: 1, signal: caller.signal }, async () => {
      began = true
    })

    await expect(watched).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(began).toBe(false)
  })

  it('calls an abort that nobody asked for an interruption', async () => {
    const watched = watchCall({ clock: new FakeClock(), withinMs: 1_000 }, async () => {
      throw new AppError('CANCELLED', 'uploadFile:fail abort')
    })

    await expect(watched).rejects.toMatchObject({ code: 'NETWORK_INTERRUPTED' })
  })
})

function silentCall(signal = createCancelSource().signal) {
  const clock = new FakeClock()
  const calls: (WatchedCall & { answer(): void })[] = []
  let outcome = 'pending'
  watchCall({ clock, withinMs: 1_000, signal }, (watched) => {
    return new Promise<void>((resolve) => calls.push({ ...watched, answer: resolve }))
  }).then(
    () => {
      outcome = 'answered'
    },
    (error: AppError) => {
      outcome = error.code
    },
  )
  const [call] = calls
  if (call === undefined) throw new Error('the call did not begin')
  return { clock, call, outcome: () => outcome }
}
