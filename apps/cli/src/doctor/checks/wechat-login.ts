import { AppError } from '@photolift/contracts'
import { createWechatLogin } from '@photolift/wechat-api'
import { toWechatApp } from '../../configuration/storage-address.js'
import { type Check, hasService } from '../check.js'
import { toWechatFinding } from '../wechat-finding.js'

/** WeChat takes appid and secret: it complains about a made-up login code, and about nothing before it. */
export const wechatLogin: Check = {
  name: 'login',
  async look(setUp) {
    const { env, variables } = setUp
    const isByCode = (variables['LOGIN'] || 'code') === 'code' && env.STORAGE === 'cos'
    if (!hasService(setUp) || !isByCode || env.WECHAT_APPID === undefined || env.WECHAT_SECRET === undefined) return []
    try {
      await createWechatLogin(toWechatApp(env), LIMITS)('photolift-doctor')
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'LOGIN_CODE_INVALID') {
        return [toWechatFinding('WeChat does not let the service log people in', error)]
      }
    }
    return [{ level: 'ok', finding: 'WeChat takes the appid and its secret' }]
  },
}

const LIMITS = { answerWithinMs: 8_000 }
