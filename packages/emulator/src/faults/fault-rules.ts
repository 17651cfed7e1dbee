import type { IncomingMessage } from 'node:http'
import type { Fault, FaultControls, FaultRule } from './fault.js'

export interface FaultRules {
  controls: FaultControls
  /** Counts the request against the rules and merges the faults that meet it; where two disagree, the newer rule counts. */
  meet(service: FaultRule['service'], request: IncomingMessage): Fault | undefined
}

/** @param monotonicMs milliseconds from any fixed moment, for `forMs` */
export function createFaultRules(monotonicMs: () => number): FaultRules {
  const entries = new Map<string, Entry>()
  let lastId = 0

  const hasEnded = ({ rule, met, endsAtMs }: Entry) => met >= (rule.times ?? Infinity) || monotonicMs() >= endsAtMs

  return {
    controls: {
      add(rule) {
        lastId += 1
        const endsAtMs = monotonicMs() + (rule.forMs ?? Infinity)
        entries.set(`fault-${lastId}`, { rule, endsAtMs, met: 0, skipped: 0 })
        return `fault-${lastId}`
      },
      remove: (id) => void entries.delete(id),
      clear: () => entries.clear(),
      list: () => [...entries].map(([id, entry]) => ({ id, rule: entry.rule, met: entry.met, ended: hasEnded(entry) })),
    },
    meet(service, request) {
      const meeting = [...entries.values()].filter((entry) => {
        if (hasEnded(entry) || !matches(entry.rule, service, request)) return false
        if (entry.skipped < (entry.rule.skip ?? 0)) {
          entry.skipped += 1
          return false
        }
        entry.met += 1
        return true
      })
      if (meeting.length === 0) return undefined
      return Object.assign({}, ...meeting.map(({ rule }) => rule.fault))
    },
  }
}

interface Entry {
  rule: FaultRule
  endsAtMs: number
  met: number
  skipped: number
}

function matches(rule: FaultRule, service: FaultRule['service'], { method, url = '' }: IncomingMessage): boolean {
  if (rule.service !== service) return false
  if (rule.method !== undefined && rule.method !== method) return false
  return url.includes(rule.targetContains ?? '')
}
