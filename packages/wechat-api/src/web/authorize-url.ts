export interface AuthorizePage {
  /** Of the service account. */
  appid: string
  /** Where WeChat sends the browser back to; its host is the account's 网页授权域名. */
  redirectUrl: string
  scope: 'snsapi_base' | 'snsapi_userinfo'
  /** Letters and digits, at most 128. */
  state: string
  /** `https://open.weixin.qq.com` unless an emulator answers. */
  baseUrl?: string
}

/**
 * The address of WeChat's page of authorisation. The order of the parameters counts, and so does the fragment.
 * @see service account documents: web authorisation
 */
export function authorizeUrl({ appid, redirectUrl, scope, state, baseUrl }: AuthorizePage): string {
  const url = new URL('/connect/oauth2/authorize', baseUrl ?? 'https://open.weixin.qq.com')
  const redirect = encodeURIComponent(redirectUrl)
  url.search = `appid=${appid}&redirect_uri=${redirect}&response_type=code&scope=${scope}&state=${state}`
  url.hash = 'wechat_redirect'
  return url.href
}
