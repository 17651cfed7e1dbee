import { describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createPublisher } from './publisher.js'

describe('a publisher', () => {
  it('tells the present value at once', () => {
    const { publisher, seen } = setUp()

    publisher.subscribe((value) => seen.push(value))

    expect(seen).toEqual([0])
  })

  it('tells many changes as one, at most every 100 ms, and never misses the last', async () => {
    const { clock, publisher, seen, change } = setUp()
    publisher.subscribe((value) => seen.push(value))

    for (let n = 0; n < 100; n++) {
      change()
      await clock.advance(5)
    }
    await clock.advance(100)

    expect(seen.length).toBeLessThanOrEqual(1 + 6)
    expect(seen.at(-1)).toBe(100)
  })

  it('stops telling one subscriber and goes on with the others', async () => {
    const { clock, publisher, seen, change } = setUp()
    const listener = (value: number) => seen.push(value)
    const stop = publisher.subscribe(listener)
    publisher.subscribe(listener)
    seen.length = 0

    stop()
    change()
    await clock.advance(100)

    expect(seen).toEqual([1])
  })
})

function setUp() {
  const clock = new FakeClock()
  let value = 0
  const publisher = createPublisher(clock, () => value)
  const change = () => {
    value += 1
    publisher.changed()
  }
  return { clock, publisher, seen: [] as number[], change }
}
