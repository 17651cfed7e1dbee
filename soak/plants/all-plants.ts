import { confirmSkipped } from './confirm-skipped.ts'
import { interruptedIsATry } from './interrupted-is-a-try.ts'
import { journalNotWritten } from './journal-not-written.ts'
import { lostReplyAsNew } from './lost-reply-as-new.ts'
import { orderByFinish } from './order-by-finish.ts'
import type { Plant } from './plant.ts'
import { reauthorizeStorm } from './reauthorize-storm.ts'
import { sentTwice } from './sent-twice.ts'
import { successOn403 } from './success-on-403.ts'
import { watchdogOff } from './watchdog-off.ts'

/** Every bug that can be planted, by its name. */
export const plants: ReadonlyMap<string, Plant> = new Map(
  [
    lostReplyAsNew,
    orderByFinish,
    successOn403,
    interruptedIsATry,
    watchdogOff,
    journalNotWritten,
    confirmSkipped,
    reauthorizeStorm,
    sentTwice,
  ].map((plant) => [plant.name, plant]),
)
