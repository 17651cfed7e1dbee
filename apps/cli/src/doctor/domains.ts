import type { SetUp } from './check.js'

/** What belongs into the mini-program's console: 开发管理, 开发设置, 服务器域名. */
export interface ConsoleDomains {
  /** request 合法域名 */
  request: readonly string[]
  /** uploadFile 合法域名 */
  uploadFile: readonly string[]
  /** downloadFile 合法域名 */
  downloadFile: readonly string[]
}

/**
 * The domains for the console. Over callContainer the service needs none, and files of the environment's own bucket are shown by their
 * id; uploads go to the bucket's own host in any case.
 */
export function consoleDomains({ env, serviceUrl, variables }: SetUp): ConsoleDomains {
  const bucket =
    env.COS_BUCKET !== undefined && env.COS_REGION !== undefined
      ? [`https://${env.COS_BUCKET}.cos.${env.COS_REGION}.myqcloud.com`]
      : []
  const service =
    (variables['LOGIN'] || 'code') === 'cloudrun'
      ? []
      : [serviceUrl === undefined ? 'https://<the domain of your service>' : new URL(serviceUrl).origin]
  if (env.STORAGE === 'tcb') return { request: [], uploadFile: [], downloadFile: [] }
  const files =
    env.STORAGE === 'cloudrun' && env.COS_BUCKET !== undefined ? [`https://${env.COS_BUCKET}.tcb.qcloud.la`] : []
  return { request: service, uploadFile: bucket, downloadFile: [...bucket, ...files] }
}
