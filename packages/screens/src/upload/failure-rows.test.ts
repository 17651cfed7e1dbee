import { describe, expect, it } from '@jest/globals'
import { ERRORS, type ErrorCode } from '@photolift/contracts'
import { fakeTask } from '../testing/fake-tasks.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { reasonSentence, shortReason } from './failure-reason.js'
import { toFailureRows } from './failure-rows.js'

/** An edit's errors never come to an upload. */
const UPLOAD_CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => !code.startsWith('EDIT_'))

describe('the sheet of reasons', () => {
  it('offers a retry for what can be retried, else to take it out', () => {
    const rows = toFailureRows(
      [
        fakeTask('ready'),
        fakeTask('failed', {
          taskId: 'a',
          name: '二〇二六年国庆在大理洱海边骑车好开心.HEIC',
          errorCode: 'NETWORK_TIMEOUT',
        }),
        fakeTask('refused', { taskId: 'b', errorCode: 'PHOTO_UNREADABLE' }),
      ],
      { text: UPLOAD_TEXT.zh, photoMaxBytes: 1 },
    )

    expect(rows).toEqual([
      expect.objectContaining({
        taskId: 'a',
        name: '二〇二六…好开心.HEIC',
        why: '等太久没有回应，信号可能太弱',
        action: 'retry',
        words: '重试',
      }),
      expect.objectContaining({
        taskId: 'b',
        name: '第 3 张',
        why: '文件打不开，可能已从手机删除',
        action: 'remove',
        words: '移除',
      }),
    ])
  })

  it.each(UPLOAD_CODES)('has a word and a sentence for %s that promise nothing more', (code) => {
    const state = ERRORS[code].retry === 'never' || ERRORS[code].retry === 'after-user' ? 'refused' : 'failed'
    const task = fakeTask(state, { errorCode: code })

    for (const text of [UPLOAD_TEXT.zh, UPLOAD_TEXT.en]) {
      const context = { text, photoMaxBytes: 20 * 1024 * 1024 }
      expect(shortReason(task, context)).toMatch(/^.{1,10}$/)
      // It has ended: nothing goes on by itself any more.
      expect(reasonSentence(task, context)).toMatch(
        /^(?!.*(正在|自动|会继续|请稍等|One moment|by itself|again\.\.\.)).+$/,
      )
    }
  })
})
