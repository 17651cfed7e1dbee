import type { ApiClientOptions } from '@photolift/api-client'
import type { HttpStack } from '@photolift/platform'
import {
  createWechatContainerStack,
  createWechatHttpStack,
  getWechatLoginCode,
  type WechatContainer,
} from '@photolift/platform/wechat'

/** The service's address, put in by the build; empty where there is a container. */
declare const __SERVICE_URL__: string

/** The service of 云托管 that this build calls, put in by the build; null where it calls an address. */
declare const __CONTAINER__: WechatContainer | null

/** How this build reaches its service. `http` sends photos too, which go past the service in either case. */
export interface ServiceChannel extends Pick<ApiClientOptions, 'baseUrl' | 'loginCode'> {
  http: HttpStack
}

export function openServiceChannel(): ServiceChannel {
  if (__CONTAINER__ === null)
    return { baseUrl: __SERVICE_URL__, http: createWechatHttpStack(wx), loginCode: () => getWechatLoginCode(wx) }
  // WeChat tells the container who calls (`LOGIN=cloudrun`), so nobody needs a login code.
  return { baseUrl: '', http: createWechatContainerStack(wx, __CONTAINER__), loginCode: async () => undefined }
}
