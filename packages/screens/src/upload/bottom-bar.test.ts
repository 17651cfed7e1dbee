import { describe, expect, it } from '@jest/globals'
import type { TaskState, UploaderSnapshot } from '@photolift/upload-engine'
import { fakeSnapshot, fakeTasks } from '../testing/fake-tasks.js'
import { UPLOAD_TEXT } from '../text/upload.js'
import { toActionsView } from './actions-view.js'
import { phaseOf } from './phase.js'

type Case = [TaskState[], Partial<UploaderSnapshot>, string, string | undefined, string, boolean]

const LEFTOVERS = { photoCount: 1, byteLength: 1, photos: [] }
const QUESTION = { kind: 'mobile-data', photoCount: 1, bytesLeft: 1 } as const

describe('the bottom bar', () => {
  it.each<Case>([
    [[], {}, 'empty', undefined, '选择照片', true],
    [['held', 'held'], {}, 'arranging', '取消', '上传 2 张', true],
    [['preparing'], {}, 'preparing', '取消', '暂停', false],
    [['ready', 'confirming'], {}, 'uploading', '取消', '暂停', false],
    [['ready', 'paused'], { paused: true }, 'paused', '取消', '继续上传', true],
    [[], { resumable: LEFTOVERS }, 'leftovers', '不传了', '继续上传', true],
    [['ready', 'waiting'], { question: QUESTION }, 'mobile-data', '取消', '暂停', false],
    [['ready', 'waiting'], { waitingFor: 'wifi' }, 'wifi', '取消', '用移动网络传', false],
    [['waiting'], { online: false }, 'offline', '取消', '现在试试', false],
    [['ready', 'waiting'], { waitingFor: 'service' }, 'service-unreachable', '取消', '现在试试', false],
    [['ready', 'waiting'], { waitingFor: 'rate-limit' }, 'rate-limited', '取消', '现在试试', false],
    [['ready', 'failed', 'refused'], {}, 'failed', '移除', '重试 1 张', true],
    [['ready', 'refused'], {}, 'failed', '移除', '再传一些', true],
    [['ready'], {}, 'done', '再传一些', '去看照片', true],
  ])('with %j %j is %s: %s, %s', (states, about, phase, left, right, filled) => {
    const snapshot = fakeSnapshot(fakeTasks(...states), about)

    const actions = toActionsView(snapshot, phaseOf(snapshot), UPLOAD_TEXT.zh)

    expect(phaseOf(snapshot)).toBe(phase)
    expect(actions.left?.words).toBe(left)
    expect(actions.left?.filled ?? false).toBe(false)
    expect(actions.right).toMatchObject({ words: right, filled })
  })
})
