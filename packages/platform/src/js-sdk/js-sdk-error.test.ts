import { expect, it } from '@jest/globals'
import { toJsSdkError } from './js-sdk-error.js'

it.each([
  ['chooseImage:cancel', 'CANCELLED'],
  ['chooseImage:fail cancel', 'CANCELLED'],
  ['chooseImage:permission denied', 'PICK_REFUSED'],
  ['chooseImage:fail, the permission value is offline verifying', 'PICK_REFUSED'],
  ['chooseImage:access denied', 'PICK_REFUSED'],
  ['getLocalImgData:function not exist', 'PICK_UNAVAILABLE'],
  ['config:invalid signature', 'JS_SDK_REFUSED'],
  ['preVerifyJSAPI:invalid url domain', 'JS_SDK_REFUSED'],
  ['uploadImage:fail network error', 'NETWORK_LOST'],
  ['uploadImage:timeout', 'NETWORK_TIMEOUT'],
  ['uploadImage:fail', 'WECHAT_UNAVAILABLE'],
  [undefined, 'WECHAT_UNAVAILABLE'],
])('reads %j as %s', (errMsg, code) => {
  expect(toJsSdkError(errMsg === undefined ? {} : { errMsg }, 'WECHAT_UNAVAILABLE')).toMatchObject({ code })
})
