import { describe, expect, it } from '@jest/globals'
import { judge, type Mark, median, undisturbed } from './benchmark.ts'

describe('a mark', () => {
  const atMost: Mark = { name: 'authorize-batch', unit: '×', target: { atMost: 3 } }
  const atLeast: Mark = { name: 'authorize-throughput', unit: '×', target: { atLeast: 0.6 } }

  it.each([
    { mark: atMost, value: 3, pass: true },
    { mark: atMost, value: 3.01, pass: false },
    { mark: atLeast, value: 0.6, pass: true },
    { mark: atLeast, value: 0.59, pass: false },
  ])('$mark.name passes with $value: $pass', ({ mark, value, pass }) => {
    expect(judge(mark, value)).toMatchObject({ mark: mark.name, value, pass })
  })

  it('without a target passes whatever it is', () => {
    const mark: Mark = { name: 'upload-makespan-serial', unit: '×', target: null }

    expect(judge(mark, 99)).toEqual({ mark: mark.name, value: 99, unit: '×', target: null, pass: true })
  })

  it.each([undefined, Number.NaN])('that was not measured (%p) fails loudly', (value) => {
    expect(() => judge(atMost, value)).toThrow('authorize-batch')
  })
})

describe('the median', () => {
  it('is not moved by one outlier', () => {
    expect(median([3, 1_000, 1, 2, 4])).toBe(3)
  })

  it('of an even number of values is one of the two in the middle', () => {
    expect([2, 3]).toContain(median([4, 1, 3, 2]))
  })

  it('of nothing does not exist', () => {
    expect(() => median([])).toThrow('no median')
  })
})

describe('what is undisturbed', () => {
  it('is the median of the fastest quarter, whatever neighbours did to the rest', () => {
    expect(undisturbed([900, 11, 500, 10, 700, 12, 800, 600, 13, 1_000, 400, 300])).toBe(11)
  })

  it('of one value is that value', () => {
    expect(undisturbed([5])).toBe(5)
  })
})
