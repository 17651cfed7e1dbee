import { describe, expect, it } from '@jest/globals'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import { Line } from './line.ts'

const PACE = { bytesPerSecond: 1_000_000, roundTripMs: 100 }

describe('a line with slow start', () => {
  it('takes two round trips to a host, and none over a connection that an answered call has left open', () => {
    const line = new Line(new VirtualClock(), { ...PACE, slowStart: true })
    const { connection, setUpMs } = line.connect('bucket', true)
    if (connection !== undefined) line.keepOpen(connection)

    expect(setUpMs).toBe(200)
    expect(line.connect('service', false)).toMatchObject({ setUpMs: 200 })
    expect(line.connect('bucket', true)).toEqual({ connection, setUpMs: 0 })
    expect(line.connect('bucket', true)).toMatchObject({ setUpMs: 200 })
  })

  it('remembers how far a window reached over an answer, and forgets it in a longer pause', async () => {
    const clock = new VirtualClock()
    const line = new Line(clock, { ...PACE, slowStart: true })
    const { connection } = line.connect('bucket', true)
    if (connection === undefined) throw new Error('there is no connection')
    connection.grow()

    const windows: number[] = []
    for (const pauseMs of [120, 301]) {
      line.keepOpen(connection)
      clock.schedule(pauseMs, () => {})
      await clock.run(() => false)
      line.connect('bucket', true)
      windows.push(connection.windowBytes)
    }

    expect(windows).toEqual([29_200, 14_600])
  })

  it('has no open connection after an outage', () => {
    const line = new Line(new VirtualClock(), { ...PACE, slowStart: true })
    const { connection } = line.connect('bucket', true)
    if (connection !== undefined) line.keepOpen(connection)

    line.goDown({ told: true })()

    expect(line.connect('bucket', true).setUpMs).toBe(200)
  })
})

it('without it a transfer costs one round trip, and a request none', () => {
  const line = new Line(new VirtualClock(), PACE)

  expect(line.connect('bucket', true)).toEqual({ setUpMs: 100 })
  expect(line.connect('service', false)).toEqual({ setUpMs: 0 })
})
