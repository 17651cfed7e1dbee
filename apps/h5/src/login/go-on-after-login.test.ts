import { expect, it } from '@jest/globals'
import type { ConnectionState } from '@photolift/screens'
import type { PhotoTask, UploaderSnapshot } from '@photolift/upload-engine'
import { goOnAfterLogin } from './go-on-after-login.js'

it('tries again what found nobody logged in, once somebody is, and nothing else', () => {
  const retried: (string | undefined)[] = []
  let tell = (_phase: ConnectionState['phase']): void => {}
  const tasks = [
    { taskId: 'a', state: 'failed', errorCode: 'LOGIN_CODE_INVALID' },
    { taskId: 'b', state: 'failed', errorCode: 'STORAGE_UNAVAILABLE' },
    { taskId: 'c', state: 'ready' },
  ] as PhotoTask[]
  goOnAfterLogin({
    connection: {
      subscribe(listener) {
        tell = (phase) => listener({ phase, error: null, limits: null })
        return () => {}
      },
    },
    uploader: { snapshot: () => ({ tasks }) as unknown as UploaderSnapshot, retry: (taskId) => retried.push(taskId) },
  })

  tell('failed')
  expect(retried).toEqual([])
  tell('connected')

  expect(retried).toEqual(['a'])
})
