import type { PhotoTask, TaskState } from '@photolift/upload-engine'

export interface TaskCounts {
  all: number
  held: number
  preparing: number
  /** On their way: neither stored, nor failed or refused, nor held. */
  active: number
  paused: number
  failed: number
  refused: number
  saved: number
}

export function countTasks(tasks: readonly PhotoTask[]): TaskCounts {
  const count = (...states: TaskState[]) => tasks.filter(({ state }) => states.includes(state)).length
  return {
    all: tasks.length,
    held: count('held'),
    preparing: count('preparing'),
    active: count('preparing', 'waiting', 'uploading', 'confirming', 'paused'),
    paused: count('paused'),
    failed: count('failed'),
    refused: count('refused'),
    saved: count('ready'),
  }
}
