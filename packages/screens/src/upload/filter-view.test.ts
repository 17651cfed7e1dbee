import { describe, expect, it } from '@jest/globals'
import type { TaskState } from '@photolift/upload-engine'
import { fakeTask, fakeTasks } from '../testing/fake-tasks.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { matchesFilter, toFilterViews } from './filter-view.js'

describe('the filter row', () => {
  const many = (count: number, state: TaskState) => fakeTasks(...Array<TaskState>(count).fill(state))

  it('is not there for as many photos as one pick gives', () => {
    expect(toFilterViews(many(20, 'waiting'), 'all', UPLOAD_TEXT.zh)).toEqual([])
  })

  it('counts what goes on, what failed and what is stored', () => {
    const tasks = [...many(19, 'waiting'), ...fakeTasks('failed', 'refused'), ...many(29, 'ready')]

    const words = toFilterViews(tasks, 'all', UPLOAD_TEXT.zh).map((filter) => filter.words)

    expect(words).toEqual(['全部 50', '进行中 19', '没传上 2', '已存好 29'])
  })

  it('leaves out what there is none of, except what is chosen', () => {
    const filters = toFilterViews(many(30, 'ready'), 'active', UPLOAD_TEXT.zh)

    expect(filters.map(({ filter }) => filter)).toEqual(['all', 'active', 'saved'])
  })

  it('takes refused photos for failed ones', () => {
    expect(matchesFilter(fakeTask('refused'), 'failed')).toBe(true)
    expect(matchesFilter(fakeTask('refused'), 'active')).toBe(false)
    expect(matchesFilter(fakeTask('paused'), 'active')).toBe(true)
  })
})
