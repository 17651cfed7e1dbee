import { ROUTES } from '@photolift/contracts'
import { parseCookie, stringifySetCookie } from 'cookie'
import { isId, newId } from '../new-id.js'

/** The cookie that tells which browser was sent to WeChat. It opens nothing: only together with a state that was given to it. */
export interface LoginCookie {
  browserId: string
  /** For `Set-Cookie`. */
  header: string
}

/**
 * The browser's cookie, with its life begun anew; a browser without one gets one. A browser keeps one for all its tabs, so that two
 * that log in at once do not spoil each other's.
 */
export function renewLoginCookie(cookies: string | undefined, isSecure: boolean): LoginCookie {
  const browserId = readLoginCookie(cookies, isSecure) ?? newId()
  // WeChat sends the browser back by a navigation from its own site, which Strict would take the cookie from.
  const common = { httpOnly: true, sameSite: 'lax', maxAge: WEB_LOGIN_TTL_SECONDS } as const
  const scope = isSecure ? { secure: true, path: '/' } : { path: ROUTES.webLogin.path }
  return { browserId, header: stringifySetCookie({ name: nameOf(isSecure), value: browserId, ...common, ...scope }) }
}

/** @returns undefined where the browser sends none that can be ours */
export function readLoginCookie(cookies: string | undefined, isSecure: boolean): string | undefined {
  const value = parseCookie(cookies ?? '')[nameOf(isSecure)]
  return value !== undefined && isId(value) ? value : undefined
}

/** How long somebody may stand before WeChat's page. */
export const WEB_LOGIN_TTL_SECONDS = 600

/** No other host, subdomains included, can plant a cookie whose name begins so. It needs https and the path `/`. */
function nameOf(isSecure: boolean): string {
  return isSecure ? '__Host-photolift-web-login' : 'photolift-web-login'
}
