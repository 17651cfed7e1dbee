import { ERRORS, type ErrorCode, WEB_CODE_PARAMETER, WEB_LOGIN_ERROR_PARAMETER } from '@photolift/contracts'

/** The page's own mark in the fragment that it goes to WeChat with: how often it has gone by itself, and a nonce. */
const NONCE_PARAMETER = 'login'

const OURS = [NONCE_PARAMETER, WEB_CODE_PARAMETER, WEB_LOGIN_ERROR_PARAMETER]

/** What WeChat's own pages leave in the query where somebody shares or reloads them. */
const STRAY_PARAMETERS = ['code', 'state']

export interface LoginAnswer {
  webCode?: string
  errorCode?: ErrorCode
}

/**
 * Reads what the service's callback has put into the fragment. A code that comes without this page's nonce is of no account: somebody else's
 * link would log its reader into a foreign account.
 *
 * @param nonce that the page went away with; null where it did not
 * @returns the answer, the address without any trace of a login, for `history.replaceState`, and the trips that the address itself counts,
 *   0–9: where nothing else is kept, a nonce is not either
 */
export function readCallback(
  href: string,
  nonce: string | null,
): { answer: LoginAnswer; cleanHref: string; trips: number } {
  const url = new URL(href)
  const fragment = new URLSearchParams(url.hash.slice(1))
  const mark = fragment.get(NONCE_PARAMETER)
  const isOurs = nonce !== null && mark === nonce
  const webCode = fragment.get(WEB_CODE_PARAMETER)
  const error = fragment.get(WEB_LOGIN_ERROR_PARAMETER)

  for (const name of STRAY_PARAMETERS) url.searchParams.delete(name)
  // Piece by piece, since the rest of the fragment names a place on the page and is no list of parameters.
  const pieces = url.hash.slice(1).split('&')
  url.hash = pieces.filter((piece) => !OURS.some((name) => piece.startsWith(`${name}=`))).join('&')

  const answer: LoginAnswer = {}
  if (isOurs && webCode !== null) answer.webCode = webCode
  if (isOurs && error !== null) answer.errorCode = isErrorCode(error) ? error : 'LOGIN_CODE_INVALID'
  return { answer, cleanHref: url.href, trips: Number(mark?.[0]) || 0 }
}

function isErrorCode(name: string): name is ErrorCode {
  return Object.keys(ERRORS).includes(name)
}

/** Where the page comes back to, with its nonce. */
export function returnAddress(href: string, nonce: string): string {
  const url = new URL(href)
  url.hash = `${NONCE_PARAMETER}=${nonce}`
  return url.href
}
