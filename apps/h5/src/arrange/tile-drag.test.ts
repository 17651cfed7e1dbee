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
    onMove: (taskId, { pageX, pageY }) => happened.push(`move ${taskId} ${pageX} ${pageY}`),
    onDrop: () => happened.push('drop'),
  })
})

const at = (pageX: number, pageY: number, more: Partial<TilePress['pointer']> = {}) => ({
  pointerId: 1,
  pointerType: 'mouse',
  buttons: 1,
  pageX,
  pageY,
  ...more,
})
const finger: typeof at = (pageX, pageY, more) => at(pageX, pageY, { pointerType: 'touch', ...more })
const press = (pointer: TilePress['pointer']): TilePress => ({ taskId: 'task-1', from: 0, pointer })

describe('a mouse', () => {
  it('lifts a tile by moving, carries it and lets it go', () => {
    drag.press(press(at(100, 100)))
    drag.move(at(110, 100))
    drag.move(at(200, 100))
    drag.release(at(200, 100))
    drag.move(at(300, 100))

    expect(happened).toEqual(['lift task-1', 'move task-1 110 100', 'move task-1 200 100', 'drop'])
  })

  it('that trembles clicks', async () => {
    drag.press(press(at(100, 100)))
    drag.move(at(102, 101))
    await clock.advance(5_000)
    drag.release()

    expect(happened).toEqual([])
  })

  it('that comes back without a button has let go', () => {
    drag.press(press(at(100, 100)))
    drag.move(at(200, 100, { buttons: 0 }))
    drag.move(at(300, 100))

    expect(happened).toEqual([])
  })
})

describe('a finger', () => {
  it('lifts a tile by resting, and no longer scrolls', async () => {
    drag.press(press(finger(100, 100)))
    drag.move(finger(102, 101))
    await clock.advance(1_000)

    expect(drag.isCarrying()).toBe(true)
    drag.move(finger(100, 200))
    drag.release()
    expect(drag.isCarrying()).toBe(false)
    expect(happened).toEqual(['lift task-1', 'move task-1 100 200', 'drop'])
  })

  it('carries on while another one moves and leaves', async () => {
    drag.press(press(finger(100, 100)))
    await clock.advance(1_000)
    drag.move(finger(300, 300, { pointerId: 2 }))
    drag.release(finger(300, 300, { pointerId: 2 }))
    drag.move(finger(100, 200))

    expect(happened).toEqual(['lift task-1', 'move task-1 100 200'])
  })

  it('that moves at once scrolls', async () => {
    drag.press(press(finger(100, 100)))
    drag.move(finger(100, 120))
    await clock.advance(1_000)
    drag.move(finger(100, 200))

    expect(happened).toEqual([])
  })

  it('that leaves at once taps', async () => {
    drag.press(press(finger(100, 100)))
    drag.release(finger(100, 100))
    await clock.advance(1_000)

    expect(happened).toEqual([])
  })
})
