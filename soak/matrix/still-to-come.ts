import type { Stage } from '../network/call.ts'
import type { Counters } from './counters.ts'
import { STAGES } from './scenario.ts'

/** A fault that the engine of today does not heal. A test sees each of them fail, so that what heals leaves the list. */
export interface StillToCome {
  readonly fault: string
  readonly stages: readonly Stage[]
  /** The counter that shows it. */
  readonly moves: keyof Counters
  readonly reason: string
}

export const stillToCome: readonly StillToCome[] = [
  {
    fault: 'silent',
    stages: STAGES,
    moves: 'hung',
    reason: 'The engine trusts the platform to end every call; there is no watchdog of its own.',
  },
  {
    fault: 'silent-after-arrival',
    stages: STAGES,
    moves: 'hung',
    reason: 'As above; and only a look at what the service has would tell that nothing needs to be sent again.',
  },
  {
    fault: 'stalled-for-good',
    stages: ['send', 'reply'],
    moves: 'hung',
    reason: 'A stall is shown after 8 s and ended only by the time limit of the call, which is over 60 s for a photo.',
  },
  {
    fault: 'aborted-by-the-system',
    stages: STAGES,
    moves: 'lost',
    reason:
      'An abort that the app did not ask for is read as CANCELLED, which nothing heals and retrying is not offered for.',
  },
  {
    fault: 'grants-end',
    stages: STAGES,
    moves: 'wasteful',
    reason:
      'One refusal does not tell the other photos of the wave: each sends all its bytes to hear that its grant has ended.',
  },
  {
    fault: 'killed',
    stages: STAGES,
    moves: 'lost',
    reason: 'Files are not kept and there is no journal: only photos whose bytes were all out survive a kill.',
  },
  {
    fault: 'killed-at-the-last',
    stages: ['authorize', 'send', 'reply'],
    moves: 'lost',
    reason: 'As above.',
  },
  {
    fault: 'killed-with-a-torn-write',
    stages: STAGES,
    moves: 'lost',
    reason: 'As above; and a record that was cut short is dropped whole.',
  },
  {
    fault: 'clock-set-back',
    stages: STAGES,
    moves: 'hung',
    reason:
      'Waits and the pace of the screen are counted by the time of day: set back by an hour, they stand still for an hour.',
  },
]
