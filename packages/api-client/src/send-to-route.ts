import { AppError, ROUTES, type RouteName, type RouteTypes } from '@photolift/contracts'
import {
  type Clock,
  type HttpRequest,
  type HttpResponse,
  type HttpStack,
  type Network,
  watchCall,
} from '@photolift/platform'
import { readAnswer } from './read-answer.js'

export type RouteArguments<R extends RouteName> = Omit<RouteTypes[R], 'response'>
export type RouteResponse<R extends RouteName> = RouteTypes[R]['response']

export interface SendOptions {
  baseUrl: string
  http: Pick<HttpStack, 'send'>
  clock: Clock
  network?: Pick<Network, 'isOnline'>
  authToken?: string
}

/**
 * The service answers a confirm call within 10 s and all others far sooner; the rest is for a slow network. It is also what
 * `wx.cloud.callContainer` allows.
 */
const ANSWER_TIMEOUT_MS = 15_000

/** The platform's limit goes first. */
const GRACE_MS = 2_000

/**
 * Calls one route of the service and reads its answer.
 * @throws AppError with the service's own code, or a network's code when no answer came
 */
export async function sendTo<R extends RouteName>(
  route: R,
  args: RouteArguments<R>,
  options: SendOptions,
): Promise<RouteResponse<R>> {
  const { method, path } = ROUTES[route]
  const { params, query, body }: LooseArguments = args
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.authToken !== undefined) headers['authorization'] = `Bearer ${options.authToken}`

  const response = await send(options, {
    method,
    url: options.baseUrl + withParams(path, params) + queryText(query),
    headers,
    timeoutMs: ANSWER_TIMEOUT_MS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return readAnswer(response) as RouteResponse<R>
}

interface LooseArguments {
  params?: Record<string, string>
  query?: object
  body?: object
}

async function send({ http, clock, network }: SendOptions, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await watchCall({ clock, withinMs: ANSWER_TIMEOUT_MS + GRACE_MS }, ({ signal }) =>
      http.send({ ...request, signal }),
    )
  } catch (error) {
    // The platform knows that no answer came, not whose fault it was: with a network, it is the service that is missing.
    if (error instanceof AppError && error.code === 'NETWORK_LOST' && network?.isOnline()) {
      throw new AppError('SERVICE_UNREACHABLE', error.message, { cause: error })
    }
    throw error
  }
}

function withParams(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

// Mini-programs have no URLSearchParams.
function queryText(query: object = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
