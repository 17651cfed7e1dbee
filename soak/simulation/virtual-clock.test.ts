import { describe, expect, it } from '@jest/globals'
import { VirtualClock } from './virtual-clock.ts'

describe('the virtual clock', () => {
  it('calls in the order of time, then in the order of setting, and not what was cancelled', async () => {
    const clock = new VirtualClock()
    const heard: string[] = []
    const delays = [30, 10, 20, 10, 0, 25, 5, 10]
    for (const [index, delay] of delays.entries()) clock.schedule(delay, () => heard.push(`${delay}#${index}`))
    clock.schedule(15, () => heard.push('cancelled'))()

    await clock.run(() => false)

    expect(heard).toEqual(['0#4', '5#6', '10#1', '10#3', '10#7', '20#2', '25#5', '30#0'])
  })

  it('lets chains of promises of any length end before the next call', async () => {
    const clock = new VirtualClock()
    const heard: string[] = []
    clock.schedule(1, () => {
      let chain = Promise.resolve()
      for (let link = 0; link < 5_000; link++) chain = chain.then(() => {})
      void chain.then(() => heard.push('chain'))
    })
    clock.schedule(2, () => heard.push('next'))

    await clock.run(() => false)

    expect(heard).toEqual(['chain', 'next'])
  })

  it('stands at the time of the call, and stops when it is told', async () => {
    const clock = new VirtualClock()
    const startedAt = clock.now()
    let count = 0
    const again = (): void => {
      count += 1
      clock.schedule(1_000, again)
    }
    again()

    await clock.run(() => count === 100)

    expect(clock.now() - startedAt).toBe(99_000)
  })
})
