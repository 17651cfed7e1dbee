import { describe, expect, it } from '@jest/globals'
import type { ErrorCode } from '@photolift/contracts'
import type { WechatFailure } from './wechat-api.js'
import { toAppError } from './wechat-error.js'

describe('a failure of wx', () => {
  it.each<[WechatFailure, ErrorCode]>([
    [{ errMsg: 'request:fail interrupted', errno: 600003 }, 'NETWORK_INTERRUPTED'],
    [{ errMsg: 'uploadFile:fail interrupted' }, 'NETWORK_INTERRUPTED'],
    [{ errMsg: 'request:fail url not in domain list', errno: 600002 }, 'HOST_NOT_ALLOWED'],
    [{ errMsg: 'uploadFile:fail url not in domain list' }, 'HOST_NOT_ALLOWED'],
    [{ errMsg: 'request:fail invalid url "x"', errno: 600009 }, 'HOST_NOT_ALLOWED'],
    [{ errMsg: 'request:fail timeout', errno: 5 }, 'NETWORK_TIMEOUT'],
    [{ errMsg: 'uploadFile:fail timeout' }, 'NETWORK_TIMEOUT'],
    [
      { errMsg: 'request:fail errcode:-118 cronet_error_code:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT' },
      'NETWORK_TIMEOUT',
    ],
    [{ errMsg: 'request:fail -130:net::ERR_PROXY_CONNECTION_FAILED', errno: 600001 }, 'NETWORK_LOST'],
    [{ errMsg: 'request:fail -106:net::ERR_INTERNET_DISCONNECTED' }, 'NETWORK_LOST'],
    [{ errMsg: 'uploadFile:fail file not found' }, 'PHOTO_UNREADABLE'],
    [{ errMsg: 'uploadFile:fail createUploadTask:fail', errno: 1300002 }, 'PHOTO_UNREADABLE'],
    [{ errMsg: 'uploadFile:fail abort' }, 'CANCELLED'],
    [{ errMsg: 'request:fail exceed max task count', errno: 600007 }, 'NETWORK_LOST'],
    [{ errMsg: 'request:fail parameter error', errno: 600005 }, 'INTERNAL'],
    [{ errMsg: '连接已断开' }, 'NETWORK_LOST'],
  ])('%j is %s', (failure, code) => {
    const error = toAppError(failure)

    expect(error.code).toBe(code)
    expect(error.cause).toBe(failure)
    expect(error.message).toContain(failure.errMsg)
  })
})
