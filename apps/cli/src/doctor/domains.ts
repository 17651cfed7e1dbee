import type { SetUp } from './check.js'
import { pageOrigins } from './page-origins.js'

/** What belongs into the mini-program's console: 开发管理, 开发设置, 服务器域名. */
export interface ConsoleDomains {
  /** request 合法域名 */
  request: readonly string[]
  /** uploadFile 合法域名 */
  uploadFile: readonly string[]
  /** downloadFile 合法域名 */
  downloadFile: readonly string[]
  /** For the console of the service account (公众平台, 设置与开发, 功能设置); absent without one. Hosts, without a scheme. */
  serviceAccount?: {
    /** JS接口安全域名: hosts of the web page. */
    jsSdk: readonly string[]
    /** 网页授权域名: the host under which browsers reach the service. */
    webAuthorization: string
  }
}

/**
 * The domains for the console. Over callContainer the service needs none, and files of the environment's own bucket are shown by their
 * id; uploads go to the bucket's own host in any case.
 */
export function consoleDomains(setUp: SetUp): ConsoleDomains {
  const serviceAccount = serviceAccountDomains(setUp)
  return { ...miniProgramDomains(setUp), ...(serviceAccount && { serviceAccount }) }
}

function serviceAccountDomains({ serviceUrl, variables }: SetUp): ConsoleDomains['serviceAccount'] {
  if (!variables['OFFICIAL_APPID']) return undefined
  const hostOf = (origin: string | undefined) => URL.parse(origin ?? '')?.hostname
  return {
    jsSdk: pageOrigins(variables).flatMap((origin) => hostOf(origin) ?? []),
    webAuthorization:
      hostOf(variables['OFFICIAL_CALLBACK_ORIGIN']) ?? hostOf(serviceUrl) ?? '<the domain of your service>',
  }
}

function miniProgramDomains({ env, serviceUrl, variables }: SetUp): Omit<ConsoleDomains, 'serviceAccount'> {
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
