import type { PhotoTask } from '@photolift/upload-engine'
import { shortenName } from '../text/shorten-name.js'
import { type ReasonContext, reasonSentence } from './failure-reason.js'

/** One row of the sheet of reasons. */
export interface FailureRow {
  taskId: string
  src: string
  name: string
  why: string
  /** What can be done about it. */
  action: 'retry' | 'remove'
  words: string
}

export function toFailureRows(tasks: readonly PhotoTask[], context: ReasonContext): FailureRow[] {
  const { text } = context
  return tasks.flatMap((task, index) => {
    if (task.state !== 'failed' && task.state !== 'refused') return []
    const action = task.state === 'failed' ? 'retry' : 'remove'
    return {
      taskId: task.taskId,
      src: task.localUrl,
      name: task.name === undefined ? text.photoNumber(index + 1) : shortenName(task.name),
      why: reasonSentence(task, context),
      action,
      words: text[action],
    }
  })
}
