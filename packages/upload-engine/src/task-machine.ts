import type { TaskState } from './task.js'

/** What can happen to a photo: the person acts, or the work goes on. */
export type TaskEvent = PersonEvent | WorkEvent

export type PersonEvent = 'start' | 'pause' | 'resume' | 'retry'

/**
 * `prepared`: read and measured · `sending`: a transfer begins · `sendAgain`: the transfer, or its grant, was in vain ·
 * `sent`: all bytes are out · `stored`: the service says so · `failed`: can be retried · `refused`: cannot.
 */
export type WorkEvent = 'prepared' | 'sending' | 'sendAgain' | 'sent' | 'stored' | 'failed' | 'refused'

type Answer = TaskState | 'stays' | 'impossible'

/**
 * Every state's answer to every event:
 *
 *     held ──start──▶ preparing ──prepared──▶ waiting ──sending──▶ uploading ──sent──▶ confirming ──stored──▶ ready
 *                         ▲                    │  ▲                    │                   │
 *                         │                    │  └─────sendAgain──────┴───────────────────┘
 *                         │                    ├──sent──▶ confirming      (the bytes were out before a retry)
 *                         │                    └──stored──▶ ready         (the service had the photo already)
 *                         ├──resume── paused ◀──pause── preparing, waiting, uploading
 *                         └──retry─── failed ◀──failed── preparing, waiting, uploading, confirming ──refused──▶ refused
 *
 * A person may do anything at any time, so what does not fit changes nothing. The work is ours: what cannot be is a defect.
 * A pause leaves `confirming` alone: its bytes are out already.
 */
export const TRANSITIONS: Record<TaskState, Record<TaskEvent, Answer>> = {
  held: { ...ignoring(), ...notAtWork(), start: 'preparing' },
  preparing: { ...ignoring(), ...notAtWork(), ...ending(), pause: 'paused', prepared: 'waiting' },
  waiting: {
    ...ignoring(),
    ...notAtWork(),
    ...ending(),
    pause: 'paused',
    // A retry starts over from the top, where the photo is prepared already.
    prepared: 'stays',
    sending: 'uploading',
    sendAgain: 'stays',
    sent: 'confirming',
    stored: 'ready',
  },
  uploading: {
    ...ignoring(),
    ...notAtWork(),
    ...ending(),
    pause: 'paused',
    sendAgain: 'waiting',
    sent: 'confirming',
  },
  confirming: { ...ignoring(), ...notAtWork(), ...ending(), sendAgain: 'waiting', stored: 'ready' },
  ready: { ...ignoring(), ...notAtWork() },
  paused: { ...ignoring(), ...notAtWork(), resume: 'preparing' },
  failed: { ...ignoring(), ...notAtWork(), retry: 'preparing' },
  refused: { ...ignoring(), ...notAtWork() },
}

/** @throws Error for an event of the work that the state rules out */
export function nextState(state: TaskState, event: TaskEvent): TaskState {
  const answer = TRANSITIONS[state][event]
  if (answer === 'impossible') throw new Error(`a photo that is ${state} cannot be ${event}`)
  return answer === 'stays' ? state : answer
}

function ignoring(): Record<PersonEvent, Answer> {
  return { start: 'stays', pause: 'stays', resume: 'stays', retry: 'stays' }
}

function notAtWork(): Record<WorkEvent, Answer> {
  return {
    prepared: 'impossible',
    sending: 'impossible',
    sendAgain: 'impossible',
    sent: 'impossible',
    stored: 'impossible',
    failed: 'impossible',
    refused: 'impossible',
  }
}

function ending(): Pick<Record<WorkEvent, Answer>, 'failed' | 'refused'> {
  return { failed: 'failed', refused: 'refused' }
}
