import type { Lifecycle } from '../ports/lifecycle.js'
import type { Network } from '../ports/network.js'

/** Node is not told when the network goes: a request fails, and the next one may not. */
export const nodeNetwork: Network = {
  isOnline: () => true,
  isMetered: () => false,
  onChange: () => () => {},
}

/** A process is never sent to the background. */
export const nodeLifecycle: Lifecycle = {
  onHide: () => () => {},
  onShow: () => () => {},
}
