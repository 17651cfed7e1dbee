import { describe, expect, it } from '@jest/globals'
import { cropOfRatio, dragCrop, turnedRatio } from './crop.js'
import { mirror, straighten, turnLeft, UNEDITED } from './edit-state.js'
import { type Area, WHOLE } from './geometry.js'

const TALL = { width: 3_000, height: 4_000 }
const MIDDLE: Area = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }

describe('a frame of a ratio', () => {
  it('is the largest that fits, around the middle of the one before', () => {
    expect(cropOfRatio(WHOLE, '3:4', TALL)).toEqual(WHOLE)
    expect(cropOfRatio(WHOLE, '1:1', TALL)).toEqual({ left: 0, top: 0.125, width: 1, height: 0.75 })
    expect(cropOfRatio({ left: 0, top: 0.8, width: 0.2, height: 0.2 }, '1:1', TALL)).toMatchObject({ top: 0.25 })
  })

  it('leaves the frame alone where any ratio will do', () => {
    expect(cropOfRatio(MIDDLE, 'free', TALL)).toBe(MIDDLE)
  })

  it('has its sides exchanged by a quarter turn', () => {
    expect((['free', '1:1', '3:4', '16:9'] as const).map(turnedRatio)).toEqual(['free', '1:1', '4:3', '9:16'])
  })

  it('keeps its ratio while the picture below is straightened', () => {
    const state = { ...UNEDITED, ratio: '1:1', crop: cropOfRatio(WHOLE, '1:1', TALL) } as const

    const { crop } = straighten(state, 10, TALL)

    // (3000 cos 10° - 4000 sin 10°) / cos 20° = 2404.86, (4000 cos 10° - 3000 sin 10°) / cos 20° = 3637.67.
    expect((crop.width * 2_404.86) / (crop.height * 3_637.67)).toBeCloseTo(1, 4)
  })
})

describe('dragging', () => {
  it('moves the frame, and stops at the edges', () => {
    expect(dragCrop(MIDDLE, { grip: 'move', right: 0.1, down: -0.1 }, 'free', TALL)).toEqual({
      ...MIDDLE,
      left: 0.35,
      top: 0.15,
    })
    expect(dragCrop(MIDDLE, { grip: 'move', right: 9, down: -9 }, 'free', TALL)).toEqual({
      ...MIDDLE,
      left: 0.5,
      top: 0,
    })
  })

  it.each([
    ['north-west', { left: 0.35, top: 0.45, width: 0.4, height: 0.3 }],
    ['north-east', { left: 0.25, top: 0.45, width: 0.6, height: 0.3 }],
    ['south-west', { left: 0.35, top: 0.25, width: 0.4, height: 0.7 }],
    ['south-east', { left: 0.25, top: 0.25, width: 0.6, height: 0.7 }],
  ] as const)('moves the corner %s and no other', (grip, expected) => {
    const dragged = dragCrop(MIDDLE, { grip, right: 0.1, down: 0.2 }, 'free', TALL)

    for (const side of ['left', 'top', 'width', 'height'] as const) expect(dragged[side]).toBeCloseTo(expected[side])
  })

  it('never turns a frame inside out, and never leaves the picture', () => {
    const tiny = dragCrop(MIDDLE, { grip: 'south-east', right: -3, down: -3 }, 'free', TALL)
    const huge = dragCrop(MIDDLE, { grip: 'north-west', right: -3, down: -3 }, 'free', TALL)

    expect(tiny).toEqual({ left: 0.25, top: 0.25, width: 0.12, height: 0.12 })
    expect(huge).toEqual({ left: 0, top: 0, width: 0.75, height: 0.75 })
  })

  it.each(['north-west', 'north-east', 'south-west', 'south-east'] as const)(
    'keeps the ratio at the corner %s, also against the edge',
    (grip) => {
      const start = cropOfRatio(MIDDLE, '9:16', TALL)

      for (const pull of [-2, -0.3, 0.07, 2]) {
        const { left, top, width, height } = dragCrop(start, { grip, right: pull, down: pull / 3 }, '9:16', TALL)
        expect((width * 3_000) / (height * 4_000)).toBeCloseTo(9 / 16)
        expect(Math.min(left, top, 1 - left - width, 1 - top - height)).toBeGreaterThan(-1e-9)
      }
    },
  )
})

describe('turning what is on screen', () => {
  const framed = { ...UNEDITED, crop: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }

  it('takes the frame along to the left, and is undone by four turns', () => {
    const { crop } = turnLeft(framed)

    expect(crop).toMatchObject({ left: 0.2, width: 0.4, height: 0.3 })
    expect(crop.top).toBeCloseTo(0.6)
    const round = turnLeft(turnLeft(turnLeft(turnLeft(framed))))
    expect(round.quarterTurns).toBe(0)
    expect(round.crop.left).toBeCloseTo(0.1)
    expect(round.crop.top).toBeCloseTo(0.2)
  })

  it('mirrors the frame and the angle, also after a turn', () => {
    const straightened = { ...turnLeft(framed), degrees: -2 }

    expect(mirror(straightened)).toMatchObject({ mirrored: true, quarterTurns: 3, degrees: 2 })
    expect(mirror(straightened).crop.left).toBeCloseTo(1 - 0.2 - 0.4)
  })

  it('ends at 45° either way, in steps of half a degree', () => {
    expect(straighten(UNEDITED, 80, TALL).degrees).toBe(45)
    expect(straighten(UNEDITED, -80, TALL).degrees).toBe(-45)
    expect(straighten(UNEDITED, 1.3, TALL).degrees).toBe(1.5)
  })
})
