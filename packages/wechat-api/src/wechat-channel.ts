import { AppError } from '@photolift/contracts'
import type { WechatTokens } from './tokens/wechat-tokens.js'
import type { WechatAnswer } from './wechat-answer.js'
import { toBaseUrl } from './wechat-app.js'
import { callWechat, startPatience, type WechatCallLimits, type WechatRequest, waitFor } from './wechat-call.js'
import { WechatFailure, wechatFailureOf } from './wechat-failure.js'

/** How calls prove who makes them. */
export type WechatChannel = TokenChannel | OpenInterfaceChannel

/** Over https from anywhere, with an access token in the query. */
export interface TokenChannel extends Caller {
  readonly kind: 'token'
}

/** Over plain http inside 云托管, without a token: the platform's 开放接口服务 adds what is needed. */
export interface OpenInterfaceChannel extends Caller {
  readonly kind: 'open-interface'
}

interface Caller {
  /**
   * Resolves with an answer without errcode, within the limits.
   * @throws AppError WECHAT_UNAVAILABLE, or what the errcode stands for; its cause is a WechatFailure with errcode, rid and remedy
   */
  call(request: WechatRequest, limits?: WechatCallLimits): Promise<WechatAnswer>
}

/**
 * A call whose token WeChat refuses is made once more with another. One that reaches its limit while a token is awaited rejects; the
 * token comes all the same, for the next.
 *
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 */
export function createTokenChannel({ baseUrl, tokens }: { baseUrl?: string; tokens: WechatTokens }): TokenChannel {
  const base = toBaseUrl(baseUrl)

  return {
    kind: 'token',
    async call(request, limits = {}) {
      const patience = startPatience(limits)
      const callWith = (wechatAccessToken: string) =>
        callWechat(base, { ...request, query: { ...request.query, access_token: wechatAccessToken } }, patience)

      const wechatAccessToken = await waitFor(tokens.get(), patience)
      try {
        return await callWith(wechatAccessToken)
      } catch (error) {
        if (!TOKEN_REFUSALS.has(wechatFailureOf(error)?.wechatErrcode)) throw error
      }
      await waitFor(tokens.refused(wechatAccessToken), patience)
      return callWith(await waitFor(tokens.get(), patience))
    },
  }
}

/**
 * @param baseUrl `http://api.weixin.qq.com` unless an emulator answers; https would need 云托管's own CA
 * @throws AppError INTERNAL where `baseUrl` is no http or https URL
 * @see 云托管 documents: 开放接口服务, 云调用常见问题
 */
export function createOpenInterfaceChannel({
  baseUrl = 'http://api.weixin.qq.com',
}: {
  baseUrl?: string
} = {}): OpenInterfaceChannel {
  const base = toBaseUrl(baseUrl)

  return {
    kind: 'open-interface',
    async call(request, limits = {}) {
      try {
        return await callWechat(base, request, startPatience(limits))
      } catch (error) {
        throw wechatFailureOf(error)?.status === 404 ? toNoSidecar() : error
      }
    },
  }
}

const TOKEN_REFUSALS = new Set<number | undefined>([40001, 40014, 42001])

/** What answers with 404 is the host's front door, not the process that 云托管 puts beside ours. */
function toNoSidecar(): AppError {
  const remedy =
    'Switch on 开放接口服务 (云调用) for the environment and deploy again, since only versions built afterwards have it. Outside 云托管 it does not exist.'
  const cause = new WechatFailure('the open interface service is not there: 404', { remedy, status: 404 })
  return new AppError('INTERNAL', `${cause.message}: ${remedy}`, { cause })
}
