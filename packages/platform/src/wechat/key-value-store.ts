import { AppError } from '@photolift/contracts'
import type { KeyValueStore } from '../ports/key-value-store.js'
import type { WechatApi } from './wechat-api.js'

/** Mini-program storage: 1 MB a key and 10 MB in all, for this person and this mini-program. */
export function createWechatStore(wx: Pick<WechatApi, 'getStorage' | 'setStorage' | 'removeStorage'>): KeyValueStore {
  return {
    get: (key) =>
      new Promise((resolve) => {
        wx.getStorage({
          key,
          success: ({ data }) => resolve(typeof data === 'string' ? data : undefined),
          // A key that is not there fails ("data not found"), and nothing else can.
          fail: () => resolve(undefined),
        })
      }),
    set: (key, value) =>
      new Promise((resolve, reject) => {
        wx.setStorage({
          key,
          data: value,
          success: () => resolve(),
          fail: (failure) => reject(new AppError('STORAGE_FULL', failure.errMsg, { cause: failure })),
        })
      }),
    remove: (key) =>
      new Promise((resolve, reject) => {
        wx.removeStorage({
          key,
          success: () => resolve(),
          fail: (failure) => reject(new AppError('INTERNAL', failure.errMsg, { cause: failure })),
        })
      }),
  }
}
