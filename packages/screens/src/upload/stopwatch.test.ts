import { describe, expect, it } from '@jest/globals'
import { createStopwatch } from './stopwatch.js'

describe('the stopwatch', () => {
  it('tells the time from the first photo to the last', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('arranging', 0)
    stopwatch.update('preparing', 5_000)
    stopwatch.update('uploading', 10_000)
    expect(stopwatch.seconds()).toBeNull()

    stopwatch.update('done', 39_000)
    stopwatch.update('done', 99_000)

    expect(stopwatch.seconds()).toBe(34)
  })

  it('starts anew with a new batch', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('uploading', 0)
    stopwatch.update('done', 10_000)
    stopwatch.update('empty', 20_000)
    stopwatch.update('uploading', 30_000)
    stopwatch.update('done', 31_000)

    expect(stopwatch.seconds()).toBe(1)
  })

  it('starts anew where the next photos come right after the last batch', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('uploading', 0)
    stopwatch.update('done', 10_000)
    stopwatch.update('preparing', 100_000)
    expect(stopwatch.seconds()).toBeNull()

    stopwatch.update('done', 105_000)

    expect(stopwatch.seconds()).toBe(5)
  })

  it('stands still while photos that were added are put in order', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('uploading', 0)
    stopwatch.update('arranging', 10_000)
    stopwatch.update('uploading', 60_000)
    stopwatch.update('done', 65_000)

    expect(stopwatch.seconds()).toBe(15)
  })

  it('keeps its figure when the photos in order are taken out again', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('uploading', 0)
    stopwatch.update('arranging', 10_000)
    stopwatch.update('done', 60_000)

    expect(stopwatch.seconds()).toBe(10)
  })

  it('says nothing about an upload that waited in a pocket', () => {
    const stopwatch = createStopwatch()
    stopwatch.update('uploading', 0)
    stopwatch.update('done', 4 * 3_600_000)

    expect(stopwatch.seconds()).toBeNull()
  })
})
