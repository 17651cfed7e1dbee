import { describe, expect, it } from '@jest/globals'
import { VirtualClock } from '../simulation/virtual-clock.ts'
import { Connection } from './connection.ts'
import { Uplink } from './uplink.ts'

describe('the uplink', () => {
  it('is shared evenly by what moves', async () => {
    const { clock, uplink, atMs, send } = line(1_000)
    send('a', 1_000)
    send('b', 2_000)

    await clock.run(() => false)

    // Both at 500 B/s until a is out after 2 s; then b alone has 1 000 bytes to go.
    expect(atMs('a')).toBeCloseTo(2_000, 0)
    expect(atMs('b')).toBeCloseTo(3_000, 0)
    expect(uplink.carriedBytes).toBeCloseTo(3_000, 0)
  })

  it('gives the part of what is held to the others', async () => {
    const { clock, atMs, send } = line(1_000)
    const held = send('a', 1_000)
    send('b', 1_000)
    held.isHeld = true
    clock.schedule(5_000, () => {
      held.isHeld = false
    })

    await clock.run(() => false)

    expect(atMs('b')).toBeCloseTo(1_000, 0)
    expect(atMs('a')).toBeCloseTo(6_000, 0)
  })

  it('changes its pace in the middle of a transfer', async () => {
    const { clock, uplink, atMs, send } = line(1_000)
    send('a', 1_000)
    clock.schedule(500, () => {
      uplink.pace = { bytesPerSecond: 100, roundTripMs: 100 }
    })

    await clock.run(() => false)

    expect(atMs('a')).toBeCloseTo(5_500, 0)
  })

  it('lets a connection have what its window reaches, which doubles each round trip until that is its share', async () => {
    const { clock, atMs, send } = line(1_000_000)
    const connection = new Connection('bucket')
    send('a', 14_600 + 29_200 + 58_400 + 50_000, connection)

    await clock.run(() => false)

    // Three round trips of 100 ms with 10, 20 and 40 segments; the window of 80 holds back nothing any more.
    expect(atMs('a')).toBeCloseTo(300 + 50, 0)
    expect(connection.windowBytes).toBe(8 * 14_600)
  })

  it('gives what a narrow window leaves to the others', async () => {
    const { clock, atMs, send } = line(1_000_000)
    send('narrow', 14_600, new Connection('bucket'))
    send('wide', 85_400)

    await clock.run(() => false)

    expect(atMs('narrow')).toBeCloseTo(100, 0)
    expect(atMs('wide')).toBeCloseTo(100, 0)
  })
})

function line(bytesPerSecond: number) {
  const clock = new VirtualClock()
  const startedAt = clock.now()
  const uplink = new Uplink(clock, { bytesPerSecond, roundTripMs: 100 })
  const ends = new Map<string, number>()
  return {
    clock,
    uplink,
    atMs: (name: string) => ends.get(name),
    send(name: string, bytes: number, connection?: Connection) {
      const flow = uplink.open(connection)
      flow.when(bytes, () => {
        flow.close()
        ends.set(name, clock.now() - startedAt)
      })
      return flow
    },
  }
}
