import { describe, expect, it } from '@jest/globals'
import type { TaskState } from './task.js'
import { nextState, type PersonEvent, TRANSITIONS, type WorkEvent } from './task-machine.js'

const STATES = Object.keys(TRANSITIONS) as TaskState[]
const PERSON_EVENTS: PersonEvent[] = ['start', 'pause', 'resume', 'retry']
const WORK_EVENTS: WorkEvent[] = ['prepared', 'sending', 'sendAgain', 'sent', 'stored', 'failed', 'refused']

describe('the task machine', () => {
  it('has an answer for every event in every state', () => {
    for (const state of STATES)
      expect(Object.keys(TRANSITIONS[state]).sort()).toEqual([...PERSON_EVENTS, ...WORK_EVENTS].sort())
  })

  it('lets a person do anything at any time', () => {
    for (const state of STATES) for (const event of PERSON_EVENTS) expect(() => nextState(state, event)).not.toThrow()
  })

  it.each<[TaskState, PersonEvent | WorkEvent, TaskState]>([
    ['held', 'start', 'preparing'],
    ['preparing', 'prepared', 'waiting'],
    ['waiting', 'sending', 'uploading'],
    ['uploading', 'sent', 'confirming'],
    ['confirming', 'stored', 'ready'],
    ['waiting', 'stored', 'ready'],
    ['waiting', 'sent', 'confirming'],
    ['uploading', 'sendAgain', 'waiting'],
    ['confirming', 'sendAgain', 'waiting'],
    ['waiting', 'sendAgain', 'waiting'],
    ['uploading', 'pause', 'paused'],
    ['waiting', 'pause', 'paused'],
    ['preparing', 'pause', 'paused'],
    ['paused', 'resume', 'preparing'],
    ['failed', 'retry', 'preparing'],
  ])('goes from %s by %s to %s', (state, event, next) => {
    expect(nextState(state, event)).toBe(next)
  })

  it('leaves photos alone whose bytes are out when the person pauses', () => {
    expect(nextState('confirming', 'pause')).toBe('confirming')
    expect(nextState('ready', 'pause')).toBe('ready')
  })

  it.each<TaskState>(['preparing', 'waiting', 'uploading', 'confirming'])(
    'can fail or be refused while %s',
    (state) => {
      expect(nextState(state, 'failed')).toBe('failed')
      expect(nextState(state, 'refused')).toBe('refused')
    },
  )

  it.each<TaskState>(['held', 'ready', 'paused', 'failed', 'refused'])('takes no news of work while %s', (state) => {
    for (const event of WORK_EVENTS) expect(() => nextState(state, event)).toThrow(`a photo that is ${state} cannot be`)
  })

  it('reaches ready only from a state in which the service was asked', () => {
    const sources = STATES.filter((state) => TRANSITIONS[state].stored === 'ready')

    expect(sources).toEqual(['waiting', 'confirming'])
  })
})
