import type { TemporaryKeys } from '../cos/temporary-keys.js'
import type { EmulatorSettings } from '../settings/settings.js'
import type { WechatEndpoints } from '../wechat/wechat-endpoint.js'
import { WechatError } from '../wechat/wechat-error.js'
import type { CloudEnvironment } from './cloud-environment.js'
import type { MetaIds } from './meta-ids.js'

export interface OpenInterfaceEndpointsOptions {
  environment: CloudEnvironment
  temporaryKeys: TemporaryKeys
  metaIds: MetaIds
  settings(): EmulatorSettings
}

/**
 * The environment's bucket for its containers: keys, and the metadata without which a mini-program reads no file.
 *
 * @see cloud hosting documents: COS SDK on a server
 */
export function createOpenInterfaceEndpoints(options: OpenInterfaceEndpointsOptions): WechatEndpoints {
  const { environment, temporaryKeys, metaIds, settings } = options
  return {
    '/_/cos/getauth': {
      method: 'GET',
      needsToken: false,
      answer({ moment: { nowMs } }) {
        const durationSeconds = settings().cosKeySeconds
        const stsPolicy = wholeBucketPolicy(environment)
        const { credentials, expiredTime } = temporaryKeys.issue({ stsPolicy, durationSeconds, nowMs })
        return {
          TmpSecretId: credentials.tmpSecretId,
          TmpSecretKey: credentials.tmpSecretKey,
          Token: credentials.sessionToken,
          ExpiredTime: String(expiredTime),
        }
      },
    },
    '/_/cos/metaid/encode': {
      method: 'POST',
      needsToken: false,
      answer({ body: { openid = '', bucket, paths } }) {
        // An openid that is not there and an empty one are the administrator; «unconfirmed» for the former.
        if (bucket === undefined || paths === undefined) throw new WechatError(40101)
        if (typeof openid !== 'string' || typeof bucket !== 'string' || !isTextList(paths)) throw new WechatError(40097)
        const ids = paths.map((path) => metaIds.encode({ openid, bucket, path }))
        return { errcode: 0, errmsg: 'ok', respdata: { x_cos_meta_field_strs: ids } }
      },
    },
    '/_/cos/metaid/decode': {
      method: 'POST',
      needsToken: false,
      answer({ body: { metaid } }) {
        if (metaid === undefined) throw new WechatError(40101)
        const statement = typeof metaid === 'string' ? metaIds.decode(metaid) : undefined
        // «unconfirmed» what a text is answered with that is no meta id.
        if (!statement) throw new WechatError(40097)
        return { errcode: 0, errmsg: 'ok', respdata: { raw_data: statement } }
      },
    },
  }
}

/** The same paths at the public address: a call must carry a token there, and is not allowed with one either. «unconfirmed» */
export function closedToThePublic(endpoints: WechatEndpoints): WechatEndpoints {
  const closed = Object.entries(endpoints).map(([path, { method }]) => [
    path,
    {
      method,
      needsToken: true,
      answer() {
        throw new WechatError(48001)
      },
    },
  ])
  return Object.fromEntries(closed) as WechatEndpoints
}

function wholeBucketPolicy({ bucket, region }: CloudEnvironment): object {
  const appid = bucket.slice(bucket.lastIndexOf('-') + 1)
  const resource = [`qcs::cos:${region}:uid/${appid}:${bucket}/*`]
  return { version: '2.0', statement: [{ effect: 'allow', action: ['name/cos:*'], resource }] }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
