import { describe, expect, it } from '@jest/globals'
import { nodeClock } from '../src/node/index.js'

// The same clock on every platform; the thing tested is real time.
describe('the clock', () => {
  it('calls back once, after the time', async () => {
    const startedAt = nodeClock.now()
    let calls = 0

    await new Promise<void>((resolve) => {
      nodeClock.schedule(50, () => {
        calls += 1
        resolve()
      })
    })

    expect(calls).toBe(1)
    expect(nodeClock.now() - startedAt).toBeGreaterThanOrEqual(49)
  })

  it('does not call back what was taken back', async () => {
    let calls = 0
    const takeBack = nodeClock.schedule(10, () => {
      calls += 1
    })

    takeBack()
    await new Promise<void>((resolve) => {
      nodeClock.schedule(30, resolve)
    })

    expect(calls).toBe(0)
  })
})
