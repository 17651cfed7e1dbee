import { gatewayError } from '../network/answers.ts'
import { aborted, lineBroke, timedOut } from '../phone/wechat-failure.ts'
import type { Fault } from './fault.ts'

const SOON_MS = 700

/** What happens to one call on its way. */
export const callFaults: readonly Fault[] = [
  {
    name: 'connection-reset',
    strike: ({ call }) => {
      call.fail(lineBroke(call.api))
      return 0
    },
  },
  {
    name: 'answer-lost',
    strike: ({ call }) => {
      call.whenProcessed(() => call.fail(lineBroke(call.api)))
      return SOON_MS
    },
  },
  {
    name: 'answer-cut-off',
    strike: ({ call }) => {
      const headers = { 'Content-Type': 'application/json' }
      call.whenProcessed(() => call.answerWith({ status: 200, headers, body: '{"serverTime":"2026-11-' }))
      return SOON_MS
    },
  },
  {
    name: 'silent',
    strike: ({ call }) => {
      call.goSilent()
      return 0
    },
  },
  {
    name: 'silent-after-arrival',
    strike: ({ call }) => {
      call.whenProcessed(() => call.goSilent())
      return SOON_MS
    },
  },
  {
    name: 'stalled-for-good',
    strike: ({ call }) => {
      call.hang()
      return 0
    },
  },
  {
    name: 'stalled-for-a-while',
    strike: ({ call, force }) => {
      const ms = 1_000 + force * 6_000
      call.pauseFor(ms)
      return ms
    },
  },
  {
    name: 'platform-timeout',
    strike: ({ world, call }) => {
      call.hang()
      world.clock.schedule(6_000, () => call.fail(timedOut(call.api)))
      return 6_000
    },
  },
  // That a system aborts what nobody asked it to is seen by others, not in the documents («unconfirmed»).
  {
    name: 'aborted-by-the-system',
    strike: ({ call }) => {
      call.fail(aborted(call.api))
      return 0
    },
  },
  {
    name: 'unknown-failure',
    strike: ({ call, force }) => {
      call.fail(
        force < 0.5 ? { errMsg: `${call.api}:fail` } : { errMsg: `${call.api}:fail unknown error`, errno: 600000 },
      )
      return 0
    },
  },
  {
    name: 'answer-in-another-charset',
    strike: ({ call }) => {
      call.fail({ errMsg: `${call.api}:fail response data convert to UTF8 fail`, errno: 602302 })
      return 0
    },
  },
  {
    name: 'success-twice',
    strike: ({ call }) => {
      call.whenProcessed(() => call.thenTell({ answer: gatewayError(502) }))
      return SOON_MS
    },
  },
  {
    name: 'failure-twice',
    strike: ({ call }) => {
      call.thenTell({ failure: lineBroke(call.api) })
      call.fail(lineBroke(call.api))
      return 0
    },
  },
  {
    name: 'success-after-failure',
    strike: ({ call }) => {
      call.tellFailed(lineBroke(call.api))
      return SOON_MS
    },
  },
  {
    name: 'failure-after-success',
    strike: ({ call }) => {
      call.thenTell({ failure: lineBroke(call.api) })
      return SOON_MS
    },
  },
  {
    name: 'arrives-twice',
    strike: ({ call, force }) => {
      call.arriveAgainAfter(100 + force * 5_000)
      return 5_000
    },
  },
]
