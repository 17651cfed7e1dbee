import type { IncomingMessage } from 'node:http'
import { beforeEach, expect, it } from '@jest/globals'
import type { FaultRule } from './fault.js'
import { createFaultRules, type FaultRules } from './fault-rules.js'

let elapsedMs: number
let rules: FaultRules

beforeEach(() => {
  elapsedMs = 0
  rules = createFaultRules(() => elapsedMs)
})

const stall: FaultRule = { service: 'cos', fault: { stall: true } }
const meet = (target = '/', method = 'GET', service: FaultRule['service'] = 'cos') =>
  rules.meet(service, { method, url: target } as IncomingMessage)

it('meets the requests of its service alone', () => {
  rules.controls.add(stall)

  expect(meet('/', 'GET', 'cos')).toEqual({ stall: true })
  expect(meet('/', 'GET', 'wechat')).toBeUndefined()
})

it('meets the method and the target that it names', () => {
  rules.controls.add({ ...stall, method: 'PUT', targetContains: '/%E7%85%A7' })

  expect(meet('/%E7%85%A7.jpg?acl', 'PUT')).toEqual({ stall: true })
  expect(meet('/%E7%85%A7.jpg', 'GET')).toBeUndefined()
  expect(meet('/other.jpg', 'PUT')).toBeUndefined()
})

it('spares the first matching requests, then meets so many, then ends', () => {
  const id = rules.controls.add({ ...stall, method: 'PUT', skip: 2, times: 3 })

  const met = ['PUT', 'GET', 'PUT', 'PUT', 'GET', 'PUT', 'PUT', 'PUT'].map((method) => meet('/', method) !== undefined)

  expect(met).toEqual([false, false, false, true, false, true, true, false])
  expect(rules.controls.list()).toEqual([{ id, rule: expect.objectContaining({ skip: 2 }), met: 3, ended: true }])
})

it('ends after its time', () => {
  rules.controls.add({ ...stall, forMs: 1_000 })

  elapsedMs = 999
  expect(meet()).toEqual({ stall: true })
  elapsedMs = 1_000
  expect(meet()).toBeUndefined()
})

it('merges the rules that meet a request; where two disagree, the newer one counts', () => {
  rules.controls.add({ service: 'cos', fault: { latencyMs: 10, clockSkewSeconds: 5 } })
  rules.controls.add({ service: 'cos', fault: { latencyMs: 20 } })

  expect(meet()).toEqual({ latencyMs: 20, clockSkewSeconds: 5 })
})

it('is gone when it is removed, and its id names no later rule', () => {
  const first = rules.controls.add(stall)
  rules.controls.remove(first)
  const second = rules.controls.add(stall)

  expect(second).not.toBe(first)
  expect(rules.controls.list().map(({ id }) => id)).toEqual([second])
})

it('lists nothing after clear', () => {
  rules.controls.add(stall)
  rules.controls.add(stall)

  rules.controls.clear()

  expect(rules.controls.list()).toEqual([])
  expect(meet()).toBeUndefined()
})
