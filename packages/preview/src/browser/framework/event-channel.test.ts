import { expect, it, jest } from '@jest/globals'
import { EventChannel } from './event-channel.js'

it('keeps what was sent before anybody listened', () => {
  const channel = new EventChannel()
  const listener = jest.fn()

  channel.emit('photo', 1, 'a')
  channel.emit('photo', 2)
  channel.on('photo', listener)

  expect(listener.mock.calls).toEqual([[1, 'a'], [2]])
})

it('calls a listener of once once', () => {
  const channel = new EventChannel()
  const listener = jest.fn()
  channel.once('photo', listener)

  channel.emit('photo', 1)
  channel.emit('photo', 2)

  expect(listener.mock.calls).toEqual([[1]])
})

it('forgets one listener, or all of a name', () => {
  const channel = new EventChannel()
  const [first, second] = [jest.fn(), jest.fn()]
  channel.on('photo', first)
  channel.on('photo', second)

  channel.off('photo', first)
  channel.emit('photo')
  channel.off('photo')
  channel.emit('photo')

  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledTimes(1)
})
