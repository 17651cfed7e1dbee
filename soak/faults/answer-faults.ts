import { cosError, gatewayError, json, serviceError } from '../network/answers.ts'
import type { Answer, Call } from '../network/call.ts'
import type { Fault } from './fault.ts'
import { lasting } from './windows.ts'

/** A fault that puts an answer in the place of what the other side would say, or, where it has done its work, has said. */
function answers(name: string, answer: (call: Call) => Answer): Fault {
  return {
    name,
    strike: ({ call }) => {
      call.answerWith(answer(call))
      return 0
    },
  }
}

function answersWithRetryAfter(name: string, answer: (call: Call, headers: Record<string, string>) => Answer): Fault {
  return {
    name,
    strike: ({ world, call, force }) => {
      const seconds = 2 + Math.floor(force * 28)
      call.answerWith(answer(call, { 'Retry-After': String(seconds) }))
      // From when the app hears of it.
      const until = world.clock.now() + world.line.roundTripMs + seconds * 1_000
      world.retryAfterUntil = Math.max(world.retryAfterUntil, until)
      return seconds * 1_000
    },
  }
}

const isOfCos = ({ kind }: Call): boolean => kind === 'transfer'

/** What service, storage and whatever stands before them say when they are not well. */
export const answerFaults: readonly Fault[] = [
  answers('http-500', (call) => (isOfCos(call) ? cosError(500, 'InternalError') : serviceError('INTERNAL'))),
  answers('http-502-of-a-gateway', () => gatewayError(502)),
  answers('http-503', (call) => (isOfCos(call) ? cosError(503, 'SlowDown') : serviceError('NOT_READY'))),
  answersWithRetryAfter('http-503-with-retry-after', (call, headers) =>
    isOfCos(call) ? cosError(503, 'SlowDown', '', headers) : serviceError('NOT_READY', headers),
  ),
  answersWithRetryAfter('http-429-with-retry-after', (call, headers) =>
    isOfCos(call) ? cosError(429, 'TooManyRequests', '', headers) : serviceError('RATE_LIMITED', headers),
  ),
  answers('credential-refused', (call) =>
    isOfCos(call) ? cosError(403, 'SignatureDoesNotMatch') : serviceError('AUTH_TOKEN_INVALID'),
  ),
  answers('clocks-differ', (call) =>
    isOfCos(call) ? cosError(403, 'RequestTimeTooSkewed') : serviceError('AUTH_TOKEN_INVALID'),
  ),
  answers('body-incomplete', (call) => (isOfCos(call) ? cosError(400, 'IncompleteBody') : gatewayError(504))),
  answers('code-of-a-newer-service', (call) =>
    isOfCos(call)
      ? cosError(503, 'SomethingNew')
      : json(503, { error: { code: 'SOMETHING_NEW', message: 'simulated', requestId: 'request-1' } }),
  ),
  {
    name: 'login-page',
    strike: ({ world, force }) =>
      lasting(world, 2_000 + force * 4_000, {
        begin: () => {
          world.line.isCaptive = true
        },
        end: () => {
          world.line.isCaptive = false
        },
      }),
  },
  {
    name: 'grants-end',
    strike: ({ world }) => {
      world.bucket.endGrants(() => {
        // Until the phone hears of it, it cannot know: what is under way until then was in flight.
        world.ledger.strike(world.bucket.latencyMs + world.line.roundTripMs)
      })
      return 0
    },
  },
  {
    name: 'confirm-pending',
    strike: ({ world, force }) =>
      lasting(world, 2_000 + force * 6_000, {
        begin: () => {
          world.service.isConfirmPending = true
        },
        end: () => {
          world.service.isConfirmPending = false
        },
      }),
  },
  {
    name: 'storage-outage',
    strike: ({ world, force }) =>
      lasting(world, 2_000 + force * 4_000, {
        begin: () => {
          world.bucket.saysInstead = cosError(503, 'ServiceUnavailable')
        },
        end: () => {
          world.bucket.saysInstead = undefined
        },
      }),
  },
  {
    name: 'service-outage',
    strike: ({ world, force }) =>
      lasting(world, 2_000 + force * 6_000, {
        begin: () => {
          world.service.saysInstead = serviceError('NOT_READY')
        },
        end: () => {
          world.service.saysInstead = undefined
        },
      }),
  },
  {
    name: 'service-restarts',
    strike: ({ world: { clock, service }, force }) => {
      const ms = 1_000 + force * 6_000
      clock.schedule(ms, service.goAway())
      return ms
    },
  },
  {
    name: 'service-is-away',
    strike: ({ world: { clock, service }, force }) => {
      const ms = 30_000 + force * 60_000
      clock.schedule(ms, service.goAway())
      return ms
    },
  },
  {
    name: 'service-forgets-logins',
    strike: ({ world }) => {
      world.service.loginEpoch += 1
      return 0
    },
  },
  {
    name: 'service-is-slow',
    strike: ({ world, force }) =>
      lasting(world, 15_000, {
        begin: () => {
          world.service.latencyMs = 2_000 + force * 7_000
        },
        end: () => {
          world.service.latencyMs = 30
        },
      }),
  },
  {
    name: 'objects-vanish',
    strike: ({ world }) => {
      for (const { byteLength } of world.bucket.objects.values()) world.ledger.undo(byteLength)
      world.bucket.objects.clear()
      return 0
    },
  },
]
