import type { Lifecycle } from '../ports/lifecycle.js'
import type { WechatApi } from './wechat-api.js'

/** The whole mini-program's, not a page's. Some systems hide it for their camera or album, too («unconfirmed»). */
export function createWechatLifecycle(
  wx: Pick<WechatApi, 'onAppHide' | 'offAppHide' | 'onAppShow' | 'offAppShow'>,
): Lifecycle {
  // Each subscription gets a function of its own: `wx` keeps one entry per function.
  return {
    onHide(listener) {
      const own = () => listener()
      wx.onAppHide(own)
      return () => wx.offAppHide(own)
    },
    onShow(listener) {
      const own = () => listener()
      wx.onAppShow(own)
      return () => wx.offAppShow(own)
    },
  }
}
