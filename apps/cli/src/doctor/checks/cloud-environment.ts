import {
  createCloudStorageApi,
  createProcessGuard,
  createTokenChannel,
  createWechatTokens,
} from '@photolift/wechat-api'
import { toWechatApp } from '../../configuration/storage-address.js'
import type { Check } from '../check.js'
import { toWechatFinding } from '../wechat-finding.js'

/** The environment takes uploads. A link is asked for and not used: nothing is stored. */
export const cloudEnvironment: Check = {
  name: 'cloud environment',
  async look({ env }) {
    const { STORAGE, WECHAT_APPID, WECHAT_SECRET, CLOUDRUN_ENV } = env
    if (STORAGE !== 'tcb' || WECHAT_APPID === undefined || WECHAT_SECRET === undefined || CLOUDRUN_ENV === undefined) {
      return []
    }
    const app = toWechatApp(env)
    const tokens = createWechatTokens(app, { guard: createProcessGuard() })
    // Why there is no token is told by its own check.
    if ((await tokens.get().catch(() => undefined)) === undefined) return []
    const channel = createTokenChannel({ tokens, ...(app.baseUrl !== undefined && { baseUrl: app.baseUrl }) })
    try {
      await createCloudStorageApi(channel, CLOUDRUN_ENV).uploadLink('photolift-doctor')
      return [{ level: 'ok', finding: `the environment ${CLOUDRUN_ENV} takes uploads` }]
    } catch (error) {
      return [toWechatFinding('the cloud environment takes no uploads', error)]
    }
  },
}
