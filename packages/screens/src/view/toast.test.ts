import { expect, it } from '@jest/globals'
import { FakeClock } from '@photolift/platform/testing'
import { createToast, NO_TOAST } from './toast.js'

it('stays for 2 s, and as long again when something newer is said', async () => {
  const clock = new FakeClock()
  let changes = 0
  const toast = createToast(clock, () => {
    changes += 1
  })

  toast.show({ text: 'first', done: true })
  await clock.advance(1_500)
  toast.show({ text: 'second', done: false })
  await clock.advance(1_500)
  const meanwhile = toast.view()
  await clock.advance(500)

  expect(meanwhile).toEqual({ text: 'second', done: false })
  expect(toast.view()).toBe(NO_TOAST)
  expect(changes).toBe(3)
})

it('changes nothing any more once it is stopped', async () => {
  const clock = new FakeClock()
  const toast = createToast(clock, () => {})
  toast.show({ text: 'gone', done: true })

  toast.stop()

  expect(clock.pendingCount).toBe(0)
})
