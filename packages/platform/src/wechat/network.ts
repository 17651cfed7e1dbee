import type { Network } from '../ports/network.js'
import type { WechatApi } from './wechat-api.js'

/** Online until the platform says otherwise: `wx` tells the present state only in a callback. */
export function createWechatNetwork(wx: Pick<WechatApi, 'getNetworkType' | 'onNetworkStatusChange'>): Network {
  const listeners = new Set<(online: boolean) => void>()
  let online = true
  const change = (now: boolean) => {
    if (now === online) return
    online = now
    for (const listener of listeners) listener(online)
  }
  wx.onNetworkStatusChange(({ isConnected }) => change(isConnected))
  wx.getNetworkType({ success: ({ networkType }) => change(networkType !== 'none') })
  return {
    isOnline: () => online,
    onChange(listener) {
      const own = (nowOnline: boolean) => listener(nowOnline)
      listeners.add(own)
      return () => listeners.delete(own)
    },
  }
}
