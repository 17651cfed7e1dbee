import { describe, expect, it } from '@jest/globals'
import { SpeedMeter } from './speed-meter.js'

describe('the speed', () => {
  it('is the mean of the last 5 s', () => {
    const meter = new SpeedMeter()
    for (let second = 0; second <= 10; second++)
      meter.add(second < 5 ? second * 1_000 : 4_000 + (second - 4) * 9_000, second * 1_000)

    expect(meter.bytesPerSecond(10_000)).toBe(9_000)
  })

  it('falls to 0 when nothing moves for 5 s', () => {
    const meter = new SpeedMeter()
    meter.add(0, 0)
    meter.add(5_000, 1_000)

    expect(meter.bytesPerSecond(3_000)).toBeCloseTo(5_000 / 3)
    expect(meter.bytesPerSecond(6_001)).toBe(0)
  })

  it('is 0 before anything moved', () => {
    expect(new SpeedMeter().bytesPerSecond(1_000)).toBe(0)
    expect(new SpeedMeter().elapsedMs(1_000)).toBe(0)
  })
})
