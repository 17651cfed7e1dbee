import type { Network } from '../ports/network.js'

/**
 * `navigator.onLine`: false is certain, true only means that some network is there. Which one it is, hardly any browser tells.
 */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  isMetered: () => false,
  onChange(listener) {
    const onOnline = () => listener(true)
    const onOffline = () => listener(false)
    addEventListener('online', onOnline)
    addEventListener('offline', onOffline)
    return () => {
      removeEventListener('online', onOnline)
      removeEventListener('offline', onOffline)
    }
  },
}
