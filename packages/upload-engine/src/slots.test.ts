import { describe, expect, it } from '@jest/globals'
import { createCancelSource } from '@photolift/platform'
import { settle } from '@photolift/platform/testing'
import { createSlots } from './slots.js'

describe('slots', () => {
  it('let no more works run than there are slots', async () => {
    const slots = createSlots(2)
    const works = [openWork(), openWork(), openWork()]
    works.forEach((work, order) => void slots.run(work.run, place(order)))
    await settle()

    expect(works.map(({ hasBegun }) => hasBegun())).toEqual([true, true, false])

    works[0]?.end()
    await settle()

    expect(works.map(({ hasBegun }) => hasBegun())).toEqual([true, true, true])
  })

  it('let in who comes first in order, not who asked first', async () => {
    const slots = createSlots(1)
    const begun: number[] = []
    const first = openWork()
    void slots.run(first.run, place(0))
    for (const order of [3, 1, 2]) void slots.run(async () => void begun.push(order), place(order))

    first.end()
    await settle()

    expect(begun).toEqual([1, 2, 3])
  })

  it('are free again after a failure', async () => {
    const slots = createSlots(1)

    await expect(slots.run(async () => Promise.reject(new Error('no')), place(0))).rejects.toThrow('no')

    expect(slots.busyCount).toBe(0)
    await expect(slots.run(async () => 'yes', place(0))).resolves.toBe('yes')
  })

  it('are not waited for by cancelled works', async () => {
    const slots = createSlots(1)
    const first = openWork()
    const second = openWork()
    void slots.run(first.run, place(0))
    const source = createCancelSource()
    const waiting = slots.run(second.run, { ...place(1), signal: source.signal })

    source.cancel()

    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
    first.end()
    await settle()
    expect(second.hasBegun()).toBe(false)
    expect(slots.waitingCount).toBe(0)
  })

  it('refuse a work that is cancelled already', async () => {
    const source = createCancelSource()
    source.cancel()

    await expect(createSlots(1).run(async () => 1, { ...place(0), signal: source.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
  })
})

function place(order: number) {
  return { order: () => order, signal: createCancelSource().signal }
}

function openWork() {
  let begun = false
  let end = () => {}
  const finished = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    run: () => {
      begun = true
      return finished
    },
    hasBegun: () => begun,
    end: () => end(),
  }
}
