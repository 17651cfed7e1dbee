import { describe, expect, it } from '@jest/globals'
import { FakeClock } from './fake-clock.js'

describe('the fake clock', () => {
  it('makes calls in the order in which they fall due, at their time', async () => {
    const clock = new FakeClock('2026-11-20T08:00:00Z')
    const startedAt = clock.now()
    const calls: [string, number][] = []
    for (const [name, delayMs] of [
      ['late', 300],
      ['early', 100],
      ['too late', 301],
    ] as const) {
      clock.schedule(delayMs, () => calls.push([name, clock.now() - startedAt]))
    }

    await clock.advance(300)

    expect(calls).toEqual([
      ['early', 100],
      ['late', 300],
    ])
    expect(clock.now() - startedAt).toBe(300)
    expect(clock.pendingCount).toBe(1)
  })

  it('makes calls too that are scheduled by calls and by what they settle', async () => {
    const clock = new FakeClock()
    const calls: string[] = []
    clock.schedule(10, () => {
      void Promise.resolve().then(() => clock.schedule(10, () => calls.push('second')))
    })

    await clock.advance(20)

    expect(calls).toEqual(['second'])
  })

  it('makes no call that was taken back', async () => {
    const clock = new FakeClock()
    const calls: string[] = []
    const takeBack = clock.schedule(10, () => calls.push('never'))

    takeBack()
    await clock.advance(20)

    expect(calls).toEqual([])
  })
})
