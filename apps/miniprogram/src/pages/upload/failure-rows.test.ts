import { beforeEach, describe, expect, it } from '@jest/globals'
import { fakePhone, fakeWx } from '../../../test/fake-wx.js'
import { UPLOAD_TEXT } from '../../text/upload.js'
import { toFailureRows } from './failure-rows.js'
import { fakeTask } from './testing/fake-tasks.js'

describe('the sheet of reasons', () => {
  beforeEach(() => fakeWx(fakePhone()))

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
})
