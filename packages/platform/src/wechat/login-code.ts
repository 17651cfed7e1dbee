import { AppError } from '@photolift/contracts'
import type { WechatApi } from './wechat-api.js'
import { toAppError } from './wechat-error.js'

/** Gets a fresh login code: single use, valid for 5 minutes. Disabled in single page mode (opened from Moments). */
export function getWechatLoginCode(wx: Pick<WechatApi, 'login'>): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) =>
        code ? resolve(code) : reject(new AppError('WECHAT_UNAVAILABLE', 'wx.login gave no code')),
      fail: (failure) => reject(toAppError(failure)),
    })
  })
}
