import { expect, it } from '@jest/globals'
import { requestUrl } from './request-url.js'

it.each([
  ['/tcb/uploadfile?access_token=t', '/tcb/uploadfile', '?access_token=t'],
  ['//tcb/uploadfile', '//tcb/uploadfile', ''],
  ['//', '//', ''],
  ['http://api.weixin.qq.com/sns/jscode2session?js_code=c', '/sns/jscode2session', '?js_code=c'],
  ['http://[', '/', ''],
  ['*', '/', ''],
  [undefined, '/', ''],
])('the target %s asks for %s', (url, pathname, search) => {
  expect(requestUrl({ url })).toMatchObject({ pathname, search })
})
