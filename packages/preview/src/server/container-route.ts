import { ASK, type TransportFault } from '../forward-protocol.js'
import { headerOf } from './ask.js'
import { describeFault } from './describe-fault.js'
import type { Route } from './route.js'

/** A service of 云托管 and where it really runs. */
export interface Container {
  readonly env: string
  readonly service: string
  /** `http://127.0.0.1:3000` */
  readonly url: string
}

export interface ContainerRouteOptions {
  readonly containers: readonly Container[]
  /** Of the mini-program that calls. */
  readonly appid: string
}

/** The call ends in the gateway of 云托管. Codes are those of "callContainer: common problems". */
class GatewayFault extends Error {
  readonly code: number

  constructor(code: number, words: string) {
    super(words)
    this.code = code
  }
}

/** Says who calls and how; nobody else may (page "WeChat's data in the container"). */
const OWN_HEADERS = /^(x-wx-.*|x-original-forwarded-for|x-forwarded-for|host)$/
const NO_SUCH_ENVIRONMENT = -601027
const NO_SUCH_SERVICE = -601031
/** A time-out of the gateway; a service that still starts looks like that too. */
const NOT_REACHED = 102002

/** `wx.cloud.callContainer`: through the gateway of 云托管, which puts the caller's identity into headers. */
export function containerRoute({ containers, appid }: ContainerRouteOptions): Route {
  return {
    direct({ target, headers }, request) {
      const [env, service] = [headerOf(request, ASK.containerEnv), headerOf(request, ASK.containerService)]
      const known = containers.filter((container) => container.env === env)
      if (known.length === 0) throw new GatewayFault(NO_SUCH_ENVIRONMENT, `environment "${env}" not found`)
      const container = known.find((candidate) => candidate.service === service)
      if (!container) throw new GatewayFault(NO_SUCH_SERVICE, `service "${service}" not found`)

      const own = Object.entries(headers).filter(([name]) => !OWN_HEADERS.test(name))
      return {
        target: new URL(container.url.replace(/\/$/, '') + target),
        headers: {
          ...Object.fromEntries(own),
          'x-wx-openid': headerOf(request, ASK.openid),
          'x-wx-appid': appid,
          'x-wx-env': env,
          'x-wx-service': service,
          'x-wx-source': 'wx_client',
          'x-original-forwarded-for': request.socket.remoteAddress ?? '',
        },
        // Not documented. The app sees the redirect, and a service behind callContainer has no reason to send one.
        followsRedirects: false,
      }
    },
    // Whoever started the preview named them.
    allows: () => true,
    describeFault: describeGatewayFault,
  }
}

function describeGatewayFault(error: unknown): TransportFault {
  if (error instanceof GatewayFault) return { reason: error.message, errno: error.code }
  const { code } = error as NodeJS.ErrnoException
  return { reason: `connect ${code ?? describeFault(error).reason}`, errno: NOT_REACHED }
}
