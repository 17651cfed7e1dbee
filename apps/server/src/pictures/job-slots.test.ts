import { describe, expect, it } from '@jest/globals'
import { JobSlots } from './job-slots.js'

/** A job that ends when it is told to. */
function heldJob(slots: JobSlots, started: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const run = slots.run(() => {
    started.push(name)
    return promise
  })
  return { run, end: () => resolve(name), fail: () => reject(new Error(name)) }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('slots', () => {
  it('start jobs in their order, so many at a time, and turn away what the queue does not hold', async () => {
    const slots = new JobSlots({ running: 2, waiting: 1 })
    const started: string[] = []

    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => heldJob(slots, started, name))
    await settle()
    const atFirst = [...started]
    a?.end()
    await a?.run
    await settle()

    expect(atFirst).toEqual(['a', 'b'])
    expect(started).toEqual(['a', 'b', 'c'])
    expect(d?.run).toBeUndefined()
    b?.end()
    c?.end()
    expect(await Promise.all([b?.run, c?.run])).toEqual(['b', 'c'])
    expect(slots.isFull).toBe(false)
  })

  it('are free again after a job that fails', async () => {
    const slots = new JobSlots({ running: 1, waiting: 5 })
    const started: string[] = []
    const failing = heldJob(slots, started, 'failing')
    const next = heldJob(slots, started, 'next')

    failing.fail()
    next.end()

    await expect(failing.run).rejects.toThrow('failing')
    expect(await next.run).toBe('next')
    expect(await slots.run(async () => 'later')).toBe('later')
  })
})
