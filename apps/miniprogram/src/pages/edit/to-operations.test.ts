import { describe, expect, it } from '@jest/globals'
import { EDIT_OPERATIONS_MAX, type EditOperation } from '@photolift/contracts'
import { chooseRatio, type EditState, mirror, straighten, turnLeft, UNEDITED } from './edit-state.js'
import { isEdited, toOperations } from './to-operations.js'

const SIZE = { width: 3_000, height: 4_000 }
const picture = { size: SIZE, sizeKnown: true }

const operationsOf = (changes: Partial<EditState>) => toOperations({ ...UNEDITED, ...changes }, picture)

/** Follows a point of the upright picture through flips and quarter turns, as the service does them. */
function follow(point: { x: number; y: number }, operations: EditOperation[], size = SIZE) {
  let { x, y } = point
  let { width, height } = size
  for (const operation of operations) {
    if (operation.kind === 'flip') x = width - x
    if (operation.kind !== 'rotate' || operation.degrees % 90 !== 0) continue
    for (let turns = ((operation.degrees / 90) % 4) + 4; turns % 4 !== 0; turns -= 1) {
      ;[x, y] = [height - y, x]
      ;[width, height] = [height, width]
    }
  }
  return { x, y }
}

describe('the operations of an edit', () => {
  it('turn the picture upright and nothing else while nothing is chosen', () => {
    expect(operationsOf({})).toEqual([{ kind: 'auto-orient' }])
    expect(isEdited(UNEDITED)).toBe(false)
  })

  it('crop in pixels of the upright picture', () => {
    expect(operationsOf({ crop: { left: 0.1, top: 0.25, width: 0.5, height: 0.5 } })).toEqual([
      { kind: 'auto-orient' },
      { kind: 'crop', left: 300, top: 1_000, width: 1_500, height: 2_000 },
    ])
  })

  it('never crop beyond the edge, whatever rounding does', () => {
    const [, crop] = operationsOf({ crop: { left: 1 - 1 / 3, top: 0.9999999, width: 1 / 3, height: 0.0000001 } })

    expect(crop).toEqual({ kind: 'crop', left: 2_000, top: 3_999, width: 1_000, height: 1 })
  })

  it('crop in pixels of the picture after its turn', () => {
    const state = chooseRatio(turnLeft(UNEDITED), '1:1', SIZE)

    expect(toOperations(state, picture)).toEqual([
      { kind: 'auto-orient' },
      { kind: 'rotate', degrees: -90 },
      { kind: 'crop', left: 500, top: 0, width: 3_000, height: 3_000 },
    ])
  })

  it('crop inside what the service leaves of a straightened picture', () => {
    const state = { ...straighten(UNEDITED, -2, SIZE), crop: { left: 0.5, top: 0.5, width: 0.5, height: 0.5 } }

    const operations = toOperations(state, picture)

    // (3000 cos 2° - 4000 sin 2°) / cos 4° = 2865.53 and (4000 cos 2° - 3000 sin 2°) / cos 4° = 3902.32, less 4 of margin.
    expect(operations).toEqual([
      { kind: 'auto-orient' },
      { kind: 'rotate', degrees: -2, fill: 'crop' },
      { kind: 'crop', left: 1_431, top: 1_949, width: 1_430, height: 1_949 },
    ])
  })

  it('do not crop a straightened picture that is kept whole: the service cuts its corners off', () => {
    expect(toOperations(straighten(UNEDITED, 10, SIZE), picture)).toEqual([
      { kind: 'auto-orient' },
      { kind: 'rotate', degrees: 10, fill: 'crop' },
    ])
  })

  // Where each puts the pixel at (100, 200) of 3000 × 4000, worked out by hand.
  it.each([
    ['mirrored, then turned left', turnLeft(mirror(UNEDITED)), { x: 200, y: 100 }],
    ['turned left, then mirrored', mirror(turnLeft(UNEDITED)), { x: 3_800, y: 2_900 }],
    ['turned left three times', turnLeft(turnLeft(turnLeft(UNEDITED))), { x: 3_800, y: 100 }],
    ['mirrored twice', mirror(mirror(UNEDITED)), { x: 100, y: 200 }],
  ])('bring a pixel where the screen shows it: %s', (_, state, shown) => {
    expect(follow({ x: 100, y: 200 }, toOperations(state, picture))).toEqual(shown)
  })

  it('filter with a strength that goes with the size of the result', () => {
    expect(operationsOf({ filter: 'grey' })).toContainEqual({ kind: 'greyscale' })
    expect(operationsOf({ filter: 'soft' })).toContainEqual({ kind: 'blur', sigma: 10 })
    expect(operationsOf({ filter: 'sharp' })).toContainEqual({ kind: 'sharpen', sigma: 2.5 })
    expect(operationsOf({ filter: 'soft', crop: { left: 0, top: 0, width: 0.5, height: 0.5 } })).toContainEqual({
      kind: 'blur',
      sigma: 5,
    })
  })

  it('keep strengths within what the service takes and what can be seen', () => {
    const tiny = { size: { width: 10, height: 10 }, sizeKnown: true }

    expect(toOperations({ ...UNEDITED, filter: 'soft' }, tiny)).toContainEqual({ kind: 'blur', sigma: 0.6 })
    expect(toOperations({ ...UNEDITED, filter: 'sharp' }, tiny)).toContainEqual({ kind: 'sharpen', sigma: 0.5 })
  })

  it('lay the mark on last, over the filter', () => {
    const mark = { photoId: 'logo', place: 'south-east', scalePercent: 36, opacityPercent: 86 } as const

    expect(operationsOf({ filter: 'grey', mark }).slice(1)).toEqual([
      { kind: 'greyscale' },
      { kind: 'watermark', photoId: 'logo', place: 'south-east', scale: 0.36, opacity: 0.86 },
    ])
  })

  it('bring a picture of unknown size to a known one before a crop, and only then', () => {
    const unknown = { size: { width: 3_024, height: 4_032 }, sizeKnown: false }
    const half = { left: 0, top: 0, width: 0.5, height: 0.5 }

    expect(toOperations({ ...UNEDITED, crop: half }, unknown)).toEqual([
      { kind: 'auto-orient' },
      { kind: 'resize', width: 3_024, height: 4_032, fit: 'fill', enlarge: true },
      { kind: 'crop', left: 0, top: 0, width: 1_512, height: 2_016 },
    ])
    expect(toOperations({ ...UNEDITED, filter: 'grey' }, unknown)).toHaveLength(2)
  })

  it('are never more than the service takes', () => {
    const mark = { photoId: 'logo', place: 'north', scalePercent: 5, opacityPercent: 10 } as const
    const all = { ...straighten(turnLeft(mirror(UNEDITED)), 3, SIZE), filter: 'soft', mark } as const
    const operations = toOperations(
      { ...all, crop: { left: 0.1, top: 0.1, width: 0.5, height: 0.5 } },
      { size: SIZE, sizeKnown: false },
    )

    expect(operations).toHaveLength(8)
    expect(operations.length).toBeLessThanOrEqual(EDIT_OPERATIONS_MAX)
  })
})
