import { describe, expect, it } from '@jest/globals'
import { photoRow } from '../../test/photo-row.js'
import { partByteLengthFor, planParts } from './part-plan.js'

const MIB = 1024 * 1024

function plan(byteLength: number): number[] {
  const partByteLength = partByteLengthFor(byteLength)
  return planParts({ ...photoRow(), byteLength, partByteLength }).map((part) => part.byteLength)
}

describe('the parts of a photo', () => {
  it('follow one another from 1, and the last takes the rest', () => {
    const parts = planParts({ ...photoRow(), byteLength: 2 * MIB + 5, partByteLength: MIB })

    expect(parts).toEqual([
      { partNumber: 1, byteLength: MIB },
      { partNumber: 2, byteLength: MIB },
      { partNumber: 3, byteLength: 5 },
    ])
  })

  it.each([1, MIB, MIB + 1, 12_000_000, 20 * MIB, 5 * 1024 * MIB])('of %d bytes are as many bytes', (byteLength) => {
    const parts = plan(byteLength)

    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(byteLength)
    expect(parts.length).toBeLessThanOrEqual(100)
    for (const part of parts.slice(0, -1)) expect(part).toBeGreaterThanOrEqual(MIB)
    expect(parts.at(-1)).toBeGreaterThan(0)
  })
})
