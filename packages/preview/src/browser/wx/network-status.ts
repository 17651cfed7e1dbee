import type { Phone } from './phone.js'

/** wx.getNetworkType. A weak network calls itself 3g. */
export function networkStatusApi({ api, conditions, events }: Phone) {
  const networkType = () => (conditions.now.network === 'weak' ? '3g' : conditions.now.network)
  conditions.onChange('network', (network) => {
    events.emit('networkStatusChange', { isConnected: network !== 'none', networkType: networkType() })
    events.emit('networkWeakChange', { weakNet: network === 'weak', networkType: networkType() })
  })
  return {
    getNetworkType: api.define('getNetworkType', () => ({
      networkType: networkType(),
      weakNet: conditions.now.network === 'weak',
      hasSystemProxy: false,
    })),
  }
}
