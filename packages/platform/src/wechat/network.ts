import type { Network } from '../ports/network.js'
import type { WechatApi } from './wechat-api.js'

const MOBILE_DATA = ['2g', '3g', '4g', '5g']

/** Online and on Wi-Fi until the platform says otherwise: `wx` tells the present state only in a callback. */
export function createWechatNetwork(wx: Pick<WechatApi, 'getNetworkType' | 'onNetworkStatusChange'>): Network {
  const listeners = new Set<(online: boolean) => void>()
  let online = true
  let metered = false
  const change = (nowOnline: boolean, networkType: string) => {
    const nowMetered = MOBILE_DATA.includes(networkType)
    if (nowOnline === online && nowMetered === metered) return
    online = nowOnline
    metered = nowMetered
    for (const listener of listeners) listener(online)
  }
  wx.onNetworkStatusChange(({ isConnected, networkType }) => change(isConnected, networkType))
  wx.getNetworkType({ success: ({ networkType }) => change(networkType !== 'none', networkType) })
  return {
    isOnline: () => online,
    isMetered: () => metered,
    onChange(listener) {
      const own = (nowOnline: boolean) => listener(nowOnline)
      listeners.add(own)
      return () => listeners.delete(own)
    },
  }
}
