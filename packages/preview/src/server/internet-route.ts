import { ASK } from '../forward-protocol.js'
import { BadAsk } from './ask.js'
import { describeFault } from './describe-fault.js'
import type { Route } from './route.js'
import { isAllowedTarget } from './target.js'

/** Where WeChat says its requests come from; an app cannot choose it (network guide). */
const REFERER = 'https://servicewechat.com/preview/devtools/page-frame.html'

/** `wx.request`, `wx.uploadFile` and `wx.downloadFile`: straight to the URL that the app gives. */
export function internetRoute(allowedHosts: readonly string[]): Route {
  return {
    direct({ target, headers }) {
      if (!URL.canParse(target)) throw new BadAsk(`${ASK.target} must be an absolute URL.`)
      return { target: new URL(target), headers: { ...headers, referer: REFERER }, followsRedirects: true }
    },
    allows: (target) => isAllowedTarget(target, allowedHosts),
    describeFault,
  }
}
