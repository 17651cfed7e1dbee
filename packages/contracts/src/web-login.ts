/** `GET /v1/web-login`, a navigation of the web page: redirects to WeChat's page of authorisation. */
export interface WebLoginQuery {
  /** The page to come back to; its origin is one of `H5_ORIGINS`. May carry a fragment. */
  returnTo: string
  /** `snsapi_base` asks nothing and is the default; `snsapi_userinfo` asks the person, and only after a tap: it joins them with their account of the mini-program. */
  scope?: WebLoginScope
}

export const WEB_LOGIN_SCOPES = ['snsapi_base', 'snsapi_userinfo'] as const

export type WebLoginScope = (typeof WEB_LOGIN_SCOPES)[number]

/**
 * `GET /v1/web-login/callback`, where WeChat sends the person back to. Redirects to `returnTo` with a parameter in the fragment, which no
 * server on the way sees: {@link WEB_CODE_PARAMETER}, or {@link WEB_LOGIN_ERROR_PARAMETER} with an error's code.
 */
export interface WebLoginCallbackQuery {
  /** WeChat's own one-time code; absent where the person has refused. */
  code?: string
  state: string
}

export const WEB_CODE_PARAMETER = 'webCode'
export const WEB_LOGIN_ERROR_PARAMETER = 'webLoginError'
