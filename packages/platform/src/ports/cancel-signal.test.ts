import { describe, expect, it } from '@jest/globals'
import { createCancelSource } from './cancel-signal.js'

describe('a cancel signal', () => {
  it('tells each listener once, however often it is cancelled', () => {
    const { signal, cancel } = createCancelSource()
    let heard = 0
    signal.onCancel(() => {
      heard += 1
    })
    expect(signal.cancelled).toBe(false)

    cancel()
    cancel()

    expect(heard).toBe(1)
    expect(signal.cancelled).toBe(true)
  })

  it('tells a listener at once that comes later', () => {
    const { signal, cancel } = createCancelSource()
    cancel()
    let heard = 0

    signal.onCancel(() => {
      heard += 1
    })

    expect(heard).toBe(1)
  })

  it('leaves a listener alone that has stopped', () => {
    const { signal, cancel } = createCancelSource()
    let heard = 0
    const stop = signal.onCancel(() => {
      heard += 1
    })

    stop()
    cancel()

    expect(heard).toBe(0)
  })
})
