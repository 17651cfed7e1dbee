import type { TransportFault } from '../forward-protocol.js'

/** Chromium's words, which clients use too, for what Node calls by its codes. */
const NET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: '-102:net::ERR_CONNECTION_REFUSED',
  ECONNRESET: '-101:net::ERR_CONNECTION_RESET',
  EPIPE: '-101:net::ERR_CONNECTION_RESET',
  ENOTFOUND: '-105:net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: '-105:net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: '-118:net::ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: '-109:net::ERR_ADDRESS_UNREACHABLE',
  HPE_INVALID_CONSTANT: '-320:net::ERR_INVALID_RESPONSE',
}

/** The target, or one that it redirects to, is not one that the preview may call. */
export class ForbiddenTarget extends Error {}

/** Redirects that lead nowhere. */
export class TooManyRedirects extends Error {}

/** errno 600001: "cronet error, see errMsg" (errno table of the network guide). */
const CRONET_ERROR = 600001

/** What the app hears when no answer came. */
export function describeFault(error: unknown): TransportFault {
  if (error instanceof ForbiddenTarget) return { reason: 'url not in domain list', errno: 600002 }
  if (error instanceof TooManyRedirects) return { reason: '-310:net::ERR_TOO_MANY_REDIRECTS', errno: 600008 }
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return { reason: NET_ERRORS[code] ?? `-2:net::ERR_FAILED ${String(error)}`, errno: CRONET_ERROR }
}
