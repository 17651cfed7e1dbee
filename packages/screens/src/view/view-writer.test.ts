import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createViewWriter, type ViewWriter } from './view-writer.js'

interface View {
  percents: number[]
}

describe('the view writer', () => {
  let clock: FakeClock
  let setData: jest.Mock<(changes: Record<string, unknown>) => void>
  let writer: ViewWriter<View>

  beforeEach(() => {
    clock = new FakeClock()
    setData = jest.fn()
    writer = createViewWriter<View>({ setData, clock, initial: { percents: [] } })
  })

  it('writes at most four times a second, whatever the number of photos and changes', async () => {
    const photos = Array.from({ length: 50 }, (_, index) => index)
    const writtenAt: number[] = []
    setData.mockImplementation(() => void writtenAt.push(clock.now()))

    for (let ms = 0; ms < 3_000; ms += 10) {
      writer.write({ percents: photos.map((photo) => ms + photo) })
      await clock.advance(10)
    }

    const pauses = writtenAt.slice(1).map((at, index) => at - (writtenAt[index] ?? 0))
    expect(new Set(pauses)).toEqual(new Set([250]))
  })

  it('writes as often as it is told to, where something follows a finger', async () => {
    const quick = createViewWriter<View>({ setData, clock, initial: { percents: [] }, intervalMs: 33 })
    quick.write({ percents: [1] })
    quick.write({ percents: [2] })
    await clock.advance(32)
    expect(setData).toHaveBeenCalledTimes(1)

    await clock.advance(1)

    expect(setData).toHaveBeenCalledTimes(2)
  })

  it('writes the answer to a tap at once, and what comes after it when the interval ends', async () => {
    writer.write({ percents: [1] })
    writer.write({ percents: [2] }, { atOnce: true })
    expect(setData).toHaveBeenCalledTimes(2)
    writer.write({ percents: [3] })
    await clock.advance(249)
    expect(setData).toHaveBeenCalledTimes(2)

    await clock.advance(1)

    expect(setData.mock.calls).toEqual([[{ 'percents[0]': 1 }], [{ 'percents[0]': 2 }], [{ 'percents[0]': 3 }]])
  })

  it('writes nothing while it is paused, not even the answer to a tap', () => {
    writer.pause()

    writer.write({ percents: [1] }, { atOnce: true })

    expect(setData).not.toHaveBeenCalled()
  })

  it('writes the first change at once', () => {
    writer.write({ percents: [1] })

    expect(setData).toHaveBeenCalledWith({ 'percents[0]': 1 })
  })

  it('writes the latest view when the interval ends, and none in between', async () => {
    writer.write({ percents: [1] })
    writer.write({ percents: [2] })
    writer.write({ percents: [3] })
    await clock.advance(249)
    expect(setData).toHaveBeenCalledTimes(1)

    await clock.advance(1)

    expect(setData.mock.calls.map(([changes]) => changes)).toEqual([{ 'percents[0]': 1 }, { 'percents[0]': 3 }])
  })

  it('sends nothing for a view that is shown already', async () => {
    writer.write({ percents: [1] })
    await clock.advance(1_000)
    writer.write({ percents: [1] })
    await clock.advance(1_000)

    expect(setData).toHaveBeenCalledTimes(1)
  })

  it('writes nothing to a page that lies under another one, and the latest once it is seen again', async () => {
    writer.write({ percents: [1] })
    writer.write({ percents: [2] })
    writer.pause()
    writer.write({ percents: [3] })
    await clock.advance(1_000)
    expect(setData).toHaveBeenCalledTimes(1)
    expect(clock.pendingCount).toBe(0)

    writer.resume()

    expect(setData.mock.calls.map(([changes]) => changes)).toEqual([{ 'percents[0]': 1 }, { 'percents[0]': 3 }])
  })

  it('writes nothing to a page that is gone', async () => {
    writer.write({ percents: [1] })
    writer.write({ percents: [2] })
    writer.stop()
    await clock.advance(1_000)

    expect(setData).toHaveBeenCalledTimes(1)
    expect(clock.pendingCount).toBe(0)
  })
})
