import { AppError } from '@photolift/contracts'
import { createEnvironmentStorageApi, createOpenInterfaceChannel, WechatFailure } from '@photolift/wechat-api'
import type { Check, Finding } from '../check.js'
import { toWechatFinding } from '../wechat-finding.js'

/** `STORAGE=cloudrun` calls WeChat without a token, which works inside 云托管 with 开放接口服务 switched on, and nowhere else. */
export const tokenMode: Check = {
  name: 'token mode',
  async look({ env, variables }) {
    if (env.STORAGE !== 'cloudrun') return []
    const channel = createOpenInterfaceChannel(
      env.WECHAT_API_BASE_URL === undefined ? {} : { baseUrl: env.WECHAT_API_BASE_URL },
    )
    const storage = createEnvironmentStorageApi(channel)
    try {
      const { expiresAt } = await storage.temporaryKey()
      const ok: Finding = { level: 'ok', finding: `开放接口服务 is on; keys until ${expiresAt.toISOString()}` }
      return [ok, ...(await metaIdFindings(storage, env.COS_BUCKET))]
    } catch (error) {
      const errcode =
        error instanceof AppError && error.cause instanceof WechatFailure ? error.cause.wechatErrcode : undefined
      if (errcode === undefined && !variables['CBR_ENV_ID']) {
        return [
          {
            level: 'error',
            finding: 'STORAGE=cloudrun works inside 云托管 alone, and this is outside of it',
            fix: 'Use STORAGE=tcb from here; what only the container can reach is asked by its /readyz.',
          },
        ]
      }
      return [toWechatFinding("the keys of the environment's bucket are refused", error)]
    }
  },
}

/** Without these, files upload and the mini-program cannot read them. */
async function metaIdFindings(
  storage: ReturnType<typeof createEnvironmentStorageApi>,
  bucket: string | undefined,
): Promise<Finding[]> {
  if (bucket === undefined) return []
  try {
    await storage.metaIds({ bucket, openid: '', keys: ['photolift-doctor'] })
    return []
  } catch (error) {
    return [toWechatFinding('file ids cannot be signed, so the mini-program could read nothing', error)]
  }
}
