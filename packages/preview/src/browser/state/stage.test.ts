import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { ConditionStore } from './condition-store.js'
import { Stage } from './stage.js'

let heard: string[]
let conditions: ConditionStore
let stage: Stage

beforeEach(() => {
  jest.useFakeTimers()
  heard = []
  conditions = new ConditionStore({})
  stage = new Stage(conditions)
  stage.onHide(() => heard.push('hide'))
  stage.onSuspend(() => heard.push('suspend'))
  stage.onShow(() => heard.push('show'))
})

afterEach(() => {
  jest.useRealTimers()
})

it('suspends 5 s after the app went to the background', () => {
  conditions.set({ stage: 'background' })
  jest.advanceTimersByTime(4_999)
  expect(heard).toEqual(['hide'])

  jest.advanceTimersByTime(1)

  expect(heard).toEqual(['hide', 'suspend'])
})

it('does not suspend an app that comes back in time', () => {
  conditions.set({ stage: 'background' })
  jest.advanceTimersByTime(4_000)
  conditions.set({ stage: 'foreground' })
  jest.advanceTimersByTime(10_000)

  expect(heard).toEqual(['hide', 'show'])
})

it('runs what is due while the app is suspended after it was shown again', () => {
  conditions.set({ stage: 'background' })
  stage.whenRunning(() => heard.push('still runs'))
  jest.advanceTimersByTime(5_000)
  stage.whenRunning(() => heard.push('due'))

  conditions.set({ stage: 'foreground' })

  expect(heard).toEqual(['hide', 'still runs', 'suspend', 'show', 'due'])
})

it('hears of a stage once', () => {
  conditions.set({ stage: 'background' })
  conditions.set({ stage: 'background' })

  expect(heard).toEqual(['hide'])
})
