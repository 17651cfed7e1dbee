import type { PhotoTask, TaskState } from '@photolift/upload-engine'
import type { UploadText } from '../text/upload.js'

export type TaskFilter = 'all' | 'active' | 'failed' | 'saved'

export interface FilterView {
  filter: TaskFilter
  words: string
  chosen: boolean
  /** Something failed: shown in the error's colours. */
  bad: boolean
}

/** More photos than this cannot be seen at a glance. */
const FILTERS_FROM = 21

const NOT_ACTIVE: readonly TaskState[] = ['failed', 'refused', 'ready']

const MATCHES: Record<TaskFilter, (task: PhotoTask) => boolean> = {
  all: () => true,
  active: ({ state }) => !NOT_ACTIVE.includes(state),
  failed: ({ state }) => state === 'failed' || state === 'refused',
  saved: ({ state }) => state === 'ready',
}

export function matchesFilter(task: PhotoTask, filter: TaskFilter): boolean {
  return MATCHES[filter](task)
}

/** The row of filters under the panel; empty up to 20 photos. */
export function toFilterViews(tasks: readonly PhotoTask[], chosen: TaskFilter, text: UploadText): FilterView[] {
  if (tasks.length < FILTERS_FROM) return []
  return (['all', 'active', 'failed', 'saved'] as const)
    .map((filter) => ({ filter, count: tasks.filter(MATCHES[filter]).length }))
    .filter(({ filter, count }) => filter === 'all' || count > 0 || filter === chosen)
    .map(({ filter, count }) => ({
      filter,
      words: text.filters[filter](count),
      chosen: filter === chosen,
      bad: filter === 'failed',
    }))
}
