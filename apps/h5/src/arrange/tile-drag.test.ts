import { beforeEach, describe, expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createTileDrag, type TileDrag, type TilePress } from './tile-drag.js'

let clock: FakeClock
let happened: string[]
let drag: TileDrag

beforeEach(() => {
  clock = new FakeClock()
  happened = []
  drag = createTileDrag({
    clock,
    onLift: ({ taskId }) => happened.push(`lift ${taskId}`),
    onMove: (x, y) => happened.push(`move ${x} ${y}`),
    onDrop: () => happened.push('drop'),
  })
})

const press = (isMouse: boolean): TilePress => ({ taskId: 'task-1', pointerId: 1, isMouse, x: 100, y: 100 })

describe('a mouse', () => {
  it('lifts a tile by moving, carries it and lets it go', () => {
    drag.press(press(true))
    drag.move(110, 100)
    drag.move(200, 100)
    drag.release()
    drag.move(300, 100)

    expect(happened).toEqual(['lift task-1', 'move 110 100', 'move 200 100', 'drop'])
  })

  it('that trembles clicks', async () => {
    drag.press(press(true))
    drag.move(102, 101)
    await clock.advance(5_000)
    drag.release()

    expect(happened).toEqual([])
  })
})

describe('a finger', () => {
  it('lifts a tile by resting, and no longer scrolls', async () => {
    drag.press(press(false))
    drag.move(102, 101)
    await clock.advance(1_000)

    expect(drag.isCarrying()).toBe(true)
    drag.move(100, 200)
    drag.release()
    expect(drag.isCarrying()).toBe(false)
    expect(happened).toEqual(['lift task-1', 'move 100 200', 'drop'])
  })

  it('that moves at once scrolls', async () => {
    drag.press(press(false))
    drag.move(100, 120)
    await clock.advance(1_000)
    drag.move(100, 200)

    expect(happened).toEqual([])
  })

  it('that leaves at once taps', async () => {
    drag.press(press(false))
    drag.release()
    await clock.advance(1_000)

    expect(happened).toEqual([])
  })
})
