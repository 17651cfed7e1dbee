import { createProcessGuard, createWechatTokens } from '@photolift/wechat-api'
import { toWechatApp } from '../../configuration/storage-address.js'
import { type Check, hasService } from '../check.js'
import { toWechatFinding } from '../wechat-finding.js'

/** WeChat gives this machine access tokens. They are asked for plainly, which ends nobody's, and past the file that keeps one. */
export const wechatToken: Check = {
  name: 'access token',
  async look(setUp) {
    const { env } = setUp
    // Inside 云托管 there are none: the open interface service adds what is needed.
    const usesTokens = env.STORAGE === 'tcb' || (env.STORAGE === 'cos' && hasService(setUp))
    if (!usesTokens || env.WECHAT_APPID === undefined || env.WECHAT_SECRET === undefined) return []
    const tokens = createWechatTokens(toWechatApp(env), { guard: createProcessGuard() })
    try {
      await tokens.get()
      return [{ level: 'ok', finding: 'WeChat gives this machine access tokens' }]
    } catch (error) {
      return [toWechatFinding('WeChat gives no access token', error)]
    }
  },
}
