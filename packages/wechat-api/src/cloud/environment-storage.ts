import { textOf } from '../wechat-answer.js'
import type { WechatCallLimits } from '../wechat-call.js'
import type { OpenInterfaceChannel } from '../wechat-channel.js'
import { toUnavailable } from '../wechat-failure.js'
import { checkCloudPath } from './cloud-path.js'

/** A temporary key for the whole bucket of the environment, with an administrator's rights: it never leaves the server. */
export interface TemporaryCosKey {
  secretId: string
  secretKey: string
  cosSessionToken: string
  expiresAt: Date
}

/** Whose files these are to be. `openid` '' is the administrator. */
export interface MetaIdRequest {
  bucket: string
  openid: string
  /** Without a leading `/`. */
  keys: readonly string[]
}

/** The environment's own bucket, inside 云托管 alone. Both calls throw as the channel does. */
export interface EnvironmentStorageApi {
  /** A key that WeChat has just given; nothing is kept here. */
  temporaryKey(): Promise<TemporaryCosKey>
  /**
   * What has to stand in `x-cos-meta-fileid` so that the mini-program can read the object by its `cloud://` id, one for each key, in
   * their order.
   * @throws AppError REQUEST_INVALID on a key that the storage does not take, too
   */
  metaIds(request: MetaIdRequest): Promise<readonly string[]>
}

/**
 * Both paths have to be on the environment's 微信令牌 list, or WeChat answers 85107.
 * @see 云托管 documents: 对象存储, 服务端使用
 */
export function createEnvironmentStorageApi(
  channel: OpenInterfaceChannel,
  limits: WechatCallLimits = {},
): EnvironmentStorageApi {
  return {
    async temporaryKey() {
      const answer = await channel.call({ path: '/_/cos/getauth' }, limits)
      const secretId = textOf(answer['TmpSecretId'])
      const secretKey = textOf(answer['TmpSecretKey'])
      const cosSessionToken = textOf(answer['Token'])
      // Unix seconds; the document types them as text.
      const expiresAtSeconds = Number(answer['ExpiredTime'])
      if (!secretId || !secretKey || !cosSessionToken || !(expiresAtSeconds > 0)) {
        throw toUnavailable('WeChat answered without a temporary key')
      }
      return { secretId, secretKey, cosSessionToken, expiresAt: new Date(expiresAtSeconds * 1_000) }
    },

    async metaIds({ bucket, openid, keys }) {
      if (keys.length === 0) return []
      for (const key of keys) checkCloudPath(key)

      // «unconfirmed» that it is the slash with which WeChat compares later: samples show paths with and without it.
      const body = { openid, bucket, paths: keys.map((key) => `/${key}`) }
      const { respdata } = await channel.call({ path: '/_/cos/metaid/encode', body }, limits)

      const metaIds = isRecord(respdata) ? respdata['x_cos_meta_field_strs'] : undefined
      if (!isListOfTexts(metaIds) || metaIds.length !== keys.length) {
        throw toUnavailable('WeChat answered without a meta id for each key')
      }
      return metaIds
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => textOf(item) !== undefined)
}
